package io.gennaker.judgement.git;

import io.gennaker.judgement.callout.Addresses;
import io.gennaker.judgement.callout.CallFailed;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Proxy;
import java.net.URL;
import org.eclipse.jgit.transport.http.HttpConnection;
import org.eclipse.jgit.transport.http.HttpConnectionFactory;
import org.eclipse.jgit.transport.http.JDKHttpConnection;
import org.jspecify.annotations.Nullable;

/// Connections to addresses that may be called, each of which brings a bounded number of bytes.
final class GuardedConnections implements HttpConnectionFactory {
    private static final long MOST_BYTES = 256L * 1024 * 1024;

    private final Addresses addresses;

    GuardedConnections(Addresses addresses) {
        this.addresses = addresses;
    }

    /// An address or an amount that is not allowed.
    static final class Refused extends IOException {
        private static final long serialVersionUID = 1;

        Refused(@Nullable String reason) {
            super(reason);
        }
    }

    @Override
    public HttpConnection create(URL url) throws IOException {
        return create(url, Proxy.NO_PROXY);
    }

    @Override
    public HttpConnection create(URL url, Proxy proxy) throws IOException {
        try {
            addresses.requireAllAllowed(url.getHost());
        } catch (CallFailed failed) {
            throw failed.isRefused() ? new Refused(failed.getMessage()) : new IOException(failed.getMessage());
        }
        return new Bounded(url, proxy);
    }

    private static final class Bounded extends JDKHttpConnection {
        Bounded(URL url, Proxy proxy) throws IOException {
            super(url, proxy);
        }

        @Override
        public InputStream getInputStream() throws IOException {
            return new BoundedStream(super.getInputStream());
        }
    }

    private static final class BoundedStream extends FilterInputStream {
        private long rest = MOST_BYTES;

        BoundedStream(InputStream stream) {
            super(stream);
        }

        @Override
        public int read() throws IOException {
            int read = super.read();
            count(read < 0 ? 0 : 1);
            return read;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int read = super.read(bytes, offset, length);
            count(Math.max(read, 0));
            return read;
        }

        private void count(int read) throws IOException {
            rest -= read;
            if (rest < 0) {
                throw new Refused("the repository sends more than " + MOST_BYTES + " bytes for one commit");
            }
        }
    }
}
