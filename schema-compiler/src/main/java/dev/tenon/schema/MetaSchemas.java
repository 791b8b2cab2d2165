package dev.tenon.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The meta-schemas of the drafts as documents. They lie in the validator's archive. Thread-safe. */
final class MetaSchemas {
    private static final Pattern ADDRESS = Pattern.compile(
            "https?://json-schema\\.org/(draft-0[467]/schema|draft/(?:2019-09|2020-12)/(?:schema|meta/[a-z-]{1,20}))");

    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private MetaSchemas() {}

    /** Whether there is one at an address without fragment. */
    static boolean isOne(String address) {
        return ADDRESS.matcher(address).matches();
    }

    /** The one at an address without fragment, or null. */
    static @Nullable JsonNode json(String address) {
        var matcher = ADDRESS.matcher(address);
        if (!matcher.matches()) {
            return null;
        }
        try (InputStream in = SpecificationVersion.class.getResourceAsStream("/" + matcher.group(1))) {
            return in == null ? null : MAPPER.readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
