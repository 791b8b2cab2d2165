package dev.tenon.server.http;

/**
 * Something wrong with a request as HTTP, before anybody has asked what it means.
 *
 * @param status the status to answer with
 * @param code a word for programs, e.g. {@code body_too_large}
 * @param message a sentence for people
 */
public record HttpProblem(int status, String code, String message) {
    /** Makes the body of the answer, so that problems look like every other error of the API. Thread-safe. */
    @FunctionalInterface
    public interface Format {
        /** The JSON text of a problem, UTF-8. */
        byte[] json(HttpProblem problem);
    }

    static HttpProblem bodyTooLarge(int maxBodyBytes) {
        return new HttpProblem(
                413, "request_too_large", "The request body is larger than the limit of " + maxBodyBytes + " bytes.");
    }

    static HttpProblem tooManyBodies() {
        return new HttpProblem(
                503, "too_many_bodies", "The server holds as many request bodies as it can. Try again later.");
    }

    static HttpProblem malformed(String what) {
        return new HttpProblem(400, "malformed_request", "The request is not valid HTTP: " + what + ".");
    }

    static HttpProblem tooSlow() {
        return new HttpProblem(408, "request_timeout", "The request did not arrive in time.");
    }

    static HttpProblem internal() {
        return new HttpProblem(
                500, "internal_error", "The server had an error while processing your request. Sorry about that!");
    }
}
