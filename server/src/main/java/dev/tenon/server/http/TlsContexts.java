package dev.tenon.server.http;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import java.io.IOException;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The certificate that new connections are shown: the files', read again when one of them changed, so that a renewed certificate
 * needs no new start. Files that cannot be read leave the old one in place. Thread-safe.
 */
final class TlsContexts {
    private static final Logger LOG = LoggerFactory.getLogger(TlsContexts.class);

    private final TlsFiles files;
    private final WatchedFile certificate;
    private final WatchedFile key;
    private volatile SslContext context;

    /**
     * Reads the files.
     *
     * @throws IOException with one sentence when they are no certificate and its key
     */
    TlsContexts(TlsFiles files) throws IOException {
        this.files = files;
        this.certificate = new WatchedFile(files.certificate());
        this.key = new WatchedFile(files.key());
        this.context = read();
    }

    private SslContext read() throws IOException {
        TlsFiles.Pair pair = files.read();
        if (pair.expires().isBefore(Instant.now())) {
            LOG.warn("the certificate in {} is not valid any more since {}", files.certificate(), pair.expires());
        }
        return pair.context();
    }

    /** The handler of a new connection. */
    SslHandler handler(ByteBufAllocator buffers) {
        boolean changed = certificate.hasChanged();
        changed |= key.hasChanged();
        if (changed) {
            try {
                context = read();
                LOG.info("read {} again", files.certificate());
            } catch (IOException e) {
                LOG.warn("the certificate stays as it was: {}", e.getMessage());
            }
        }
        return context.newHandler(buffers);
    }
}
