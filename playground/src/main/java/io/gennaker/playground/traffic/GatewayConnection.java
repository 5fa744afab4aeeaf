package io.gennaker.playground.traffic;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/// One HTTP/1.1 connection to a gateway. Understands what the gateway sends: a status line, headers and a body of a
/// stated length. Not for use by two threads at a time.
final class GatewayConnection implements AutoCloseable {

    private static final int CONNECT_MILLISECONDS = 5_000;
    private static final int ANSWER_MILLISECONDS = 30_000;
    private static final int LONGEST_LINE = 8 << 10;
    private static final int MOST_HEADERS = 100;

    private final Socket socket = new Socket();
    private final InputStream in;

    /// @param headers by lower-case name
    record Answer(int status, Map<String, String> headers) {}

    /// The connection was closed before the first byte of an answer.
    static final class ClosedBeforeAnswer extends IOException {
        private static final long serialVersionUID = 1L;

        ClosedBeforeAnswer(String message) {
            super(message);
        }
    }

    GatewayConnection(int port) throws IOException {
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(ANSWER_MILLISECONDS);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), CONNECT_MILLISECONDS);
        in = new BufferedInputStream(socket.getInputStream(), 1 << 10);
    }

    Answer exchange(String request) throws IOException {
        int first;
        try {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            first = in.read();
        } catch (SocketException reset) {
            throw new ClosedBeforeAnswer(String.valueOf(reset.getMessage()));
        }
        if (first < 0) {
            throw new ClosedBeforeAnswer("The gateway closed the connection");
        }
        var status = status((char) first + line());
        var headers = new HashMap<String, String>();
        for (var line = line(); !line.isEmpty(); line = line()) {
            var colon = line.indexOf(':');
            if (colon < 1 || headers.size() >= MOST_HEADERS) {
                throw new IOException("Not a header of an answer: " + line);
            }
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        in.skipNBytes(length(headers));
        return new Answer(status, headers);
    }

    private static int status(String line) throws IOException {
        var parts = line.split(" ", 3);
        if (parts.length < 2 || !parts[1].matches("\\d{3}")) {
            throw new IOException("Not the first line of an answer: " + line);
        }
        return Integer.parseInt(parts[1]);
    }

    private static long length(Map<String, String> headers) throws IOException {
        var length = headers.getOrDefault("content-length", "0");
        if (!length.matches("\\d{1,9}")) {
            throw new IOException("Not a length of an answer: " + length);
        }
        return Long.parseLong(length);
    }

    private String line() throws IOException {
        var line = new StringBuilder();
        for (var next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new EOFException("The answer ended early");
            }
            if (line.length() >= LONGEST_LINE) {
                throw new IOException("A line of the answer is too long");
            }
            if (next != '\r') {
                line.append((char) next);
            }
        }
        return line.toString();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
