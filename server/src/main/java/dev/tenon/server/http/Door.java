package dev.tenon.server.http;

import java.util.Optional;

/**
 * How connections are let in.
 *
 * @param cors which pages in a browser may use the API
 * @param tls the certificate, for a server that speaks TLS and nothing else
 */
public record Door(CorsPolicy cors, Optional<TlsFiles> tls) {
    /** Plain HTTP, for pages from everywhere. */
    public static Door open() {
        return new Door(new CorsPolicy.Everywhere(), Optional.empty());
    }

    /** The same for other pages. */
    public Door withCors(CorsPolicy policy) {
        return new Door(policy, tls);
    }

    /** The same with TLS. */
    public Door withTls(TlsFiles files) {
        return new Door(cors, Optional.of(files));
    }
}
