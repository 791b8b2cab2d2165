package dev.tenon.server.http;

import io.netty.handler.codec.http.HttpHeaders;
import java.util.regex.Pattern;

/**
 * The id by which a client, or a proxy before it, knows a request. It is logged beside the server's own and sent back, and takes the place
 * of nothing: an id that anybody may choose is no key into a log. What is not well formed is passed over.
 */
final class ClientRequestId {
    /** The field that it is sent back in; OpenAI's name of it. */
    static final String ANSWERED = "x-client-request-id";

    private static final String[] FIELDS = {ANSWERED, "x-request-id"};
    private static final Pattern WELL_FORMED = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._:/+=-]{0,127}");

    private ClientRequestId() {}

    /** The id, or the empty text. */
    static String of(HttpHeaders fields) {
        for (String field : FIELDS) {
            String id = fields.get(field);
            if (id != null && WELL_FORMED.matcher(id).matches()) {
                return id;
            }
        }
        return "";
    }
}
