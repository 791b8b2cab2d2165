package dev.tenon.sampler.llama;

import dev.tenon.sampler.engine.EngineException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** A little-endian reader over a file that never reads past its end: whoever tries gets a sentence. */
final class GgufInput {
    private static final int MAX_KEY_BYTES = 1 << 16;
    private static final int MAX_SENTENCE = 300;
    private static final long MULTIPLIER = 0x9E3779B97F4A7C15L;
    private static final long SEED = 0x243F6A8885A308D3L;

    private final FileChannel channel;
    private final Path file;
    private final long length;
    private final ByteBuffer buffer =
            ByteBuffer.allocate(1 << 16).order(ByteOrder.LITTLE_ENDIAN).limit(0);
    /** Offset in the file of the buffer's limit. */
    private long bufferEnd;

    GgufInput(FileChannel channel, Path file) throws IOException {
        this.channel = channel;
        this.file = file;
        this.length = channel.size();
    }

    /** Bytes in the file. */
    long length() {
        return length;
    }

    /** Offset of the next byte. */
    long position() {
        return bufferEnd - buffer.remaining();
    }

    /** Bytes from the next one to the end of the file. */
    long remaining() {
        return length - position();
    }

    /** Names of a damaged file may be anything: what is no letter to read is a question mark, and a long sentence is cut. */
    EngineException broken(String what) {
        String readable = what.replaceAll("[^\\x20-\\x7E]", "?");
        return new EngineException(file + " "
                + (readable.length() > MAX_SENTENCE ? readable.substring(0, MAX_SENTENCE) + "..." : readable));
    }

    int int32() throws IOException {
        require(Integer.BYTES);
        return buffer.getInt();
    }

    long int64() throws IOException {
        require(Long.BYTES);
        return buffer.getLong();
    }

    /** A number of 1, 2, 4 or 8 bytes, not negative where it is shorter than 8. */
    long number(int bytes) throws IOException {
        require(bytes);
        return switch (bytes) {
            case 1 -> buffer.get() & 0xFF;
            case 2 -> buffer.getShort() & 0xFFFF;
            case 4 -> Integer.toUnsignedLong(buffer.getInt());
            case 8 -> buffer.getLong();
            default -> throw new IllegalArgumentException("a number of " + bytes + " bytes");
        };
    }

    /** A text of so many bytes, UTF-8; what is longer than {@code mostBytes} is read over, and the text is empty. */
    String text(long bytes, int mostBytes) throws IOException {
        if (bytes > mostBytes) {
            skip(bytes);
            return "";
        }
        return new String(bytes(bytes), StandardCharsets.UTF_8);
    }

    /** So many bytes, fewer than 2^31. */
    byte[] bytes(long count) throws IOException {
        requireInside(count);
        byte[] read = new byte[Math.toIntExact(count)];
        int at = 0;
        while (at < read.length) {
            require(1);
            int more = Math.min(buffer.remaining(), read.length - at);
            buffer.get(read, at, more);
            at += more;
        }
        return read;
    }

    /** The length of a string, which must be inside the file. */
    long length64() throws IOException {
        long bytes = int64();
        requireInside(bytes);
        return bytes;
    }

    /** A string that names something. */
    String key() throws IOException {
        long bytes = length64();
        if (bytes > MAX_KEY_BYTES) {
            throw broken("is not whole: a name of " + bytes + " bytes at byte " + position());
        }
        byte[] key = new byte[(int) bytes];
        require(key.length);
        buffer.get(key);
        return new String(key, StandardCharsets.UTF_8);
    }

    void skip(long bytes) throws IOException {
        requireInside(bytes);
        if (bytes <= buffer.remaining()) {
            buffer.position(buffer.position() + (int) bytes);
        } else {
            bufferEnd = position() + bytes;
            buffer.limit(0);
        }
    }

    /** Reads over a string and gives a hash of it. */
    long hash(long bytes) throws IOException {
        requireInside(bytes);
        long hash = SEED;
        for (long i = 0; i < bytes; i++) {
            if (!buffer.hasRemaining()) {
                require(1);
            }
            hash = mixed(hash, buffer.get());
        }
        return (hash ^ bytes) * MULTIPLIER;
    }

    /** The same hash of bytes that were read. */
    static long hash(byte[] bytes) {
        long hash = SEED;
        for (byte b : bytes) {
            hash = mixed(hash, b);
        }
        return (hash ^ bytes.length) * MULTIPLIER;
    }

    private static long mixed(long hash, byte b) {
        long mixed = (hash ^ (b & 0xFF)) * MULTIPLIER;
        return mixed ^ (mixed >>> 29);
    }

    private void requireInside(long bytes) {
        if (bytes < 0 || bytes > remaining()) {
            throw broken("is cut short or damaged: " + bytes + " more bytes are announced at byte " + position()
                    + ", and the file has " + length);
        }
    }

    /** Makes at least so many bytes available; not more than the buffer holds. */
    private void require(int bytes) throws IOException {
        if (buffer.remaining() >= bytes) {
            return;
        }
        requireInside(bytes);
        buffer.compact();
        while (buffer.position() < bytes) {
            int read = channel.read(buffer, bufferEnd);
            if (read < 0) {
                throw broken("is cut short at byte " + bufferEnd);
            }
            bufferEnd += read;
        }
        buffer.flip();
    }
}
