package dev.tenon.server.openai;

import org.jspecify.annotations.Nullable;

/** Ends the handling of a request with an error that its client is told. */
final class ApiException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient ApiError error;

    ApiException(ApiError error) {
        super(error.message());
        this.error = error;
    }

    /** A 400 at a field. */
    static ApiException invalid(@Nullable String code, @Nullable String param, String message) {
        return new ApiException(ApiError.invalid(code, param, message));
    }

    ApiError error() {
        return error;
    }
}
