package dev.tenon.server.http;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A client that sends what it is told, byte for byte, and reads answers as they lie on the wire. Not thread-safe. */
public final class RawConnection implements AutoCloseable {
    private final Socket socket;
    private final InputStream in;

    /** Connects to a port of this machine. */
    public RawConnection(int port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(10_000);
        in = socket.getInputStream();
    }

    /** One answer. */
    public record Answer(String statusLine, List<String> headers, String body) {
        /** The status. */
        public int status() {
            return Integer.parseInt(statusLine.split(" ", -1)[1]);
        }

        /** A header's value, or the empty string. */
        public String header(String name) {
            String prefix = name.toLowerCase(Locale.ROOT) + ":";
            return headers.stream()
                    .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(prefix))
                    .findFirst()
                    .map(line -> line.substring(prefix.length()).strip())
                    .orElse("");
        }
    }

    /** Sends text as it is. */
    public RawConnection send(String text) throws IOException {
        return send(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Sends bytes as they are. */
    public RawConnection send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        socket.getOutputStream().flush();
        return this;
    }

    /** Reads one answer: a body by length, by chunks, or to the end of the connection. */
    public Answer read() throws IOException {
        String statusLine = line();
        List<String> headers = new ArrayList<>();
        for (String line = line(); !line.isEmpty(); line = line()) {
            headers.add(line);
        }
        Answer head = new Answer(statusLine, headers, "");
        byte[] body;
        if (head.status() == 100 || head.status() == 204) {
            body = new byte[0];
        } else if (head.header("transfer-encoding").equals("chunked")) {
            body = chunks();
        } else if (!head.header("content-length").isEmpty()) {
            body = in.readNBytes(Integer.parseInt(head.header("content-length")));
        } else {
            body = in.readAllBytes();
        }
        return new Answer(statusLine, headers, new String(body, StandardCharsets.UTF_8));
    }

    /** Reads one answer's head and leaves its body. */
    public Answer readHead() throws IOException {
        String statusLine = line();
        List<String> headers = new ArrayList<>();
        for (String line = line(); !line.isEmpty(); line = line()) {
            headers.add(line);
        }
        return new Answer(statusLine, headers, "");
    }

    /** Reads to the end of the connection, as it is. */
    public String readRest() throws IOException {
        return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }

    /** Reads at least one byte and at most so many; the number of them, and 0 at the end. */
    public int readSome(int most) throws IOException {
        return Math.max(0, in.read(new byte[most]));
    }

    /** Reads to the end of the connection, however it comes, and counts the bytes. */
    public long discardRest() {
        long count = 0;
        try {
            for (int read = readSome(1 << 16); read > 0; read = readSome(1 << 16)) {
                count += read;
            }
        } catch (IOException e) {
            return count;
        }
        return count;
    }

    /** Whether the server has closed the connection; waits for it. */
    public boolean isClosedByServer() throws IOException {
        try {
            return in.read() < 0;
        } catch (java.net.SocketException e) {
            return true;
        }
    }

    private byte[] chunks() throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        int length;
        do {
            length = Integer.parseInt(line(), 16);
            body.write(in.readNBytes(length));
            line();
        } while (length > 0);
        return body.toByteArray();
    }

    private String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) {
                throw new EOFException("the connection ended after: " + line);
            }
            if (b != '\r') {
                line.write(b);
            }
        }
        return line.toString(StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
