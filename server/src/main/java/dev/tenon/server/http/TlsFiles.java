package dev.tenon.server.http;

import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECKey;
import java.security.interfaces.RSAKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A certificate and its key, as two PEM files (RFC 7468).
 *
 * @param certificate the certificate, and after it those that lead to the root
 * @param key its private key, PKCS #8 and not encrypted
 */
public record TlsFiles(Path certificate, Path key) {
    private static final long MOST_BYTES = 1 << 20;
    private static final Pattern KEY =
            Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");
    private static final List<String> KINDS = List.of("RSA", "EC", "Ed25519");

    /**
     * What is read of the two.
     *
     * @param chain the certificates, at least one
     * @param key the key of the first
     */
    public record Pair(List<X509Certificate> chain, PrivateKey key) {
        /** Copies the list. */
        public Pair {
            chain = List.copyOf(chain);
        }

        /** When the certificate ceases to be valid. */
        public Instant expires() {
            return chain.get(0).getNotAfter().toInstant();
        }

        /** What Netty makes of it: HTTP/1.1 over TLS 1.2 and 1.3, with the JDK's own implementation. */
        SslContext context() throws IOException {
            return SslContextBuilder.forServer(key, chain)
                    .sslProvider(SslProvider.JDK)
                    .protocols("TLSv1.3", "TLSv1.2")
                    .build();
        }
    }

    /**
     * Reads the two, and tries whether they belong together.
     *
     * @throws IOException with one sentence when they cannot be read, are no such files, or do not belong together
     */
    public Pair read() throws IOException {
        List<X509Certificate> chain = chain();
        PrivateKey privateKey = privateKey();
        if (!belongTogether(chain.get(0), privateKey)) {
            throw new IOException("the key in " + key + " is not that of the first certificate in " + certificate);
        }
        return new Pair(chain, privateKey);
    }

    private List<X509Certificate> chain() throws IOException {
        text(certificate);
        try (InputStream in = Files.newInputStream(certificate)) {
            Collection<? extends Certificate> read =
                    CertificateFactory.getInstance("X.509").generateCertificates(in);
            if (read.isEmpty()) {
                throw new IOException(certificate + " holds no certificate");
            }
            return read.stream().map(X509Certificate.class::cast).toList();
        } catch (CertificateException e) {
            throw new IOException(certificate + " is no PEM file of certificates: " + e.getMessage(), e);
        }
    }

    private PrivateKey privateKey() throws IOException {
        String text = text(key);
        Matcher found = KEY.matcher(text);
        if (!found.find()) {
            String mend = text.contains("-----BEGIN ")
                    ? "; convert it: openssl pkcs8 -topk8 -nocrypt -in " + key + " -out NEW"
                    : "";
            throw new IOException(key + " holds no unencrypted PKCS #8 key (BEGIN PRIVATE KEY)" + mend);
        }
        byte[] bytes;
        try {
            bytes = Base64.getMimeDecoder().decode(found.group(1));
        } catch (IllegalArgumentException e) {
            throw new IOException(key + " is damaged: " + e.getMessage(), e);
        }
        for (String kind : KINDS) {
            try {
                return KeyFactory.getInstance(kind).generatePrivate(new PKCS8EncodedKeySpec(bytes));
            } catch (GeneralSecurityException e) {
                // Another kind, or none.
            }
        }
        throw new IOException(key + " holds a key that is none of " + String.join(", ", KINDS));
    }

    private static String text(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new IOException("there is no file " + file);
        }
        if (Files.size(file) > MOST_BYTES) {
            throw new IOException(file + " is larger than " + MOST_BYTES + " bytes");
        }
        return Files.readString(file, StandardCharsets.ISO_8859_1);
    }

    private static boolean belongTogether(X509Certificate certificate, PrivateKey key) throws IOException {
        String algorithm;
        if (key instanceof RSAKey) {
            algorithm = "SHA256withRSA";
        } else if (key instanceof ECKey) {
            algorithm = "SHA256withECDSA";
        } else {
            algorithm = "Ed25519";
        }
        byte[] sample = "whose key?".getBytes(StandardCharsets.US_ASCII);
        try {
            Signature signing = Signature.getInstance(algorithm);
            signing.initSign(key);
            signing.update(sample);
            byte[] signature = signing.sign();
            Signature checking = Signature.getInstance(algorithm);
            checking.initVerify(certificate.getPublicKey());
            checking.update(sample);
            return checking.verify(signature);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }
}
