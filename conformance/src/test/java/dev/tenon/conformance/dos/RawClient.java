package dev.tenon.conformance.dos;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.util.Locale;

/** A client that writes bytes and reads what comes. Not thread-safe. */
final class RawClient implements AutoCloseable {
    private final Socket socket = new Socket();

    private RawClient() {}

    static RawClient to(int port) throws IOException {
        return to(port, 0);
    }

    /** With a buffer for what it receives of so many bytes; 0 for what the system gives. */
    static RawClient to(int port, int receiveBytes) throws IOException {
        RawClient client = new RawClient();
        if (receiveBytes > 0) {
            client.socket.setReceiveBufferSize(receiveBytes);
        }
        client.socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 30_000);
        client.socket.setSoTimeout(180_000);
        return client;
    }

    static String post(String fields, String body) {
        return "POST /v1/chat/completions HTTP/1.1\r\nHost: x\r\n" + fields + "\r\n" + body;
    }

    static String post(String body) {
        return post("Content-Length: " + body.getBytes(UTF_8).length + "\r\n", body);
    }

    RawClient send(String text) throws IOException {
        return send(text.getBytes(UTF_8));
    }

    RawClient send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        return this;
    }

    /** Sends as much as the other side takes; false when it took not all. */
    boolean trySend(byte[] bytes) {
        try {
            send(bytes);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** The status of the next answer, whose body is read and dropped where its length is told. */
    int status() throws IOException {
        String head = head();
        int length = 0;
        for (String line : head.split("\r\n", -1)) {
            if (line.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
                length = Integer.parseInt(line.substring(line.indexOf(':') + 1).strip());
            }
        }
        socket.getInputStream().readNBytes(length);
        return Integer.parseInt(head.split(" ", -1)[1]);
    }

    private String head() throws IOException {
        StringBuilder head = new StringBuilder();
        InputStream in = socket.getInputStream();
        while (!head.toString().endsWith("\r\n\r\n")) {
            int b = in.read();
            if (b < 0) {
                throw new IOException("the connection ended after: " + head);
            }
            head.append((char) b);
        }
        return head.toString();
    }

    /** The next byte, or -1 at the end, however it comes. */
    int read() {
        try {
            return socket.getInputStream().read();
        } catch (SocketException e) {
            return -1;
        } catch (IOException e) {
            throw new AssertionError("nothing came", e);
        }
    }

    /** All that comes until the end, however it comes. */
    String rest() {
        StringBuilder rest = new StringBuilder();
        byte[] buffer = new byte[1 << 16];
        try {
            for (int n = socket.getInputStream().read(buffer);
                    n >= 0;
                    n = socket.getInputStream().read(buffer)) {
                rest.append(new String(buffer, 0, n, ISO_8859_1));
            }
        } catch (SocketException e) {
            return rest.toString();
        } catch (IOException e) {
            throw new AssertionError("no end came after " + rest.length() + " bytes", e);
        }
        return rest.toString();
    }

    /** Goes away without a word: what was sent to it is lost, and the other side is told so. */
    void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
