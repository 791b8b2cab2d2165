package dev.tenon.server.http;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Which pages in a browser may use the API (the Fetch standard, section 3.2): an origin is a scheme, a host and a port. */
public sealed interface CorsPolicy {
    /** Pages from everywhere. No cookie is read and none is set, so a page gains nothing but what it brings a key for. */
    record Everywhere() implements CorsPolicy {}

    /**
     * Pages from these origins only.
     *
     * @param origins as browsers write them, e.g. {@code https://app.example.com}; empty for no page at all
     */
    record Only(Set<String> origins) implements CorsPolicy {
        /** Copies the set. */
        public Only {
            origins = Set.copyOf(origins);
        }
    }

    /**
     * The policy that words stand for.
     *
     * @param words {@code *}, or {@code none}, or origins
     * @throws IllegalArgumentException when a word is none of these
     */
    static CorsPolicy of(List<String> words) {
        if (words.equals(List.of("*"))) {
            return new Everywhere();
        }
        if (words.equals(List.of("none"))) {
            return new Only(Set.of());
        }
        Set<String> origins = new TreeSet<>();
        for (String word : words) {
            origins.add(origin(word));
        }
        return new Only(origins);
    }

    private static String origin(String word) {
        String text = word.toLowerCase(Locale.ROOT);
        try {
            URI uri = new URI(text);
            boolean bare = uri.getHost() != null
                    && uri.getUserInfo() == null
                    && uri.getRawPath().isEmpty()
                    && uri.getRawQuery() == null
                    && uri.getRawFragment() == null;
            if (bare) {
                return text;
            }
        } catch (URISyntaxException e) {
            // As any other word that is no origin.
        }
        throw new IllegalArgumentException("an origin is written like https://app.example.com, without a path; \""
                + word + "\" is not (\"*\" and \"none\" stand alone)");
    }

    /** What {@code access-control-allow-origin} says to this origin; empty for nothing. */
    default Optional<String> allowed(Optional<String> origin) {
        return switch (this) {
            case Everywhere everywhere -> Optional.of("*");
            case Only only -> origin.filter(only.origins()::contains);
        };
    }
}
