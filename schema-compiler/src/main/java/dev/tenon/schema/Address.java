package dev.tenon.schema;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The address of a schema resource: a URI reference without fragment, split and resolved by RFC 3986 (sections 3 and
 * 5.2). {@link java.net.URI} is not used because it resolves by RFC 2396, writes {@code file:///a} as {@code file:/a}
 * after that, and refuses the spaces and braces that names of schemas have in practice. Immutable.
 *
 * @param scheme in lower case, or null in a relative reference
 * @param authority what stands after {@code //}, or null
 * @param path the path, possibly empty
 * @param query what stands after {@code ?}, or null
 */
record Address(
        @Nullable String scheme,
        @Nullable String authority,
        String path,
        @Nullable String query) {
    /** The address in a text; a fragment is cut off. Every text is one. */
    static Address of(String text) {
        String rest = withoutFragment(text);
        String scheme = null;
        int colon = rest.indexOf(':');
        if (colon > 0 && isScheme(rest.substring(0, colon))) {
            scheme = rest.substring(0, colon).toLowerCase(Locale.ROOT);
            rest = rest.substring(colon + 1);
        }
        String query = null;
        int mark = rest.indexOf('?');
        if (mark >= 0) {
            query = rest.substring(mark + 1);
            rest = rest.substring(0, mark);
        }
        if (!rest.startsWith("//")) {
            return new Address(scheme, null, rest, query);
        }
        int slash = rest.indexOf('/', 2);
        int end = slash < 0 ? rest.length() : slash;
        return new Address(scheme, rest.substring(2, end), rest.substring(end), query);
    }

    /** A text up to its fragment. */
    static String withoutFragment(String text) {
        int hash = text.indexOf('#');
        return hash < 0 ? text : text.substring(0, hash);
    }

    private static boolean isScheme(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
            boolean other = (c >= '0' && c <= '9') || c == '+' || c == '-' || c == '.';
            if (!letter && (i == 0 || !other)) {
                return false;
            }
        }
        return true;
    }

    /** What a reference means where this address is the base (RFC 3986, section 5.2.2). */
    Address resolve(String reference) {
        Address other = of(reference);
        if (other.scheme != null) {
            return new Address(other.scheme, other.authority, withoutDots(other.path), other.query);
        }
        if (other.authority != null) {
            return new Address(scheme, other.authority, withoutDots(other.path), other.query);
        }
        if (other.path.isEmpty()) {
            return new Address(scheme, authority, path, other.query == null ? query : other.query);
        }
        String merged = other.path.startsWith("/") ? other.path : merge(other.path);
        return new Address(scheme, authority, withoutDots(merged), other.query);
    }

    private String merge(String relative) {
        if (authority != null && path.isEmpty()) {
            return "/" + relative;
        }
        return path.substring(0, path.lastIndexOf('/') + 1) + relative;
    }

    /** RFC 3986, section 5.2.4, segment by segment. */
    private static String withoutDots(String path) {
        if (!path.contains("./") && !path.endsWith(".")) {
            return path;
        }
        boolean absolute = path.startsWith("/");
        String[] segments = (absolute ? path.substring(1) : path).split("/", -1);
        List<String> kept = new ArrayList<>();
        for (int i = 0; i < segments.length; i++) {
            boolean up = segments[i].equals("..");
            if (!up && !segments[i].equals(".")) {
                kept.add(segments[i]);
                continue;
            }
            if (up && !kept.isEmpty()) {
                kept.remove(kept.size() - 1);
            }
            if (i == segments.length - 1) {
                kept.add("");
            }
        }
        return (absolute ? "/" : "") + String.join("/", kept);
    }

    /** How many characters it has, but for a few of punctuation. */
    int length() {
        return path.length() + (authority == null ? 0 : authority.length()) + (query == null ? 0 : query.length());
    }

    /** Put together again (RFC 3986, section 5.3). */
    @Override
    public String toString() {
        return (scheme == null ? "" : scheme + ":")
                + (authority == null ? "" : "//" + authority)
                + path
                + (query == null ? "" : "?" + query);
    }
}
