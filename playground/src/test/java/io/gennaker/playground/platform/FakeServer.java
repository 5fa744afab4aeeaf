package io.gennaker.playground.platform;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.locks.LockSupport;

/// A component for tests: `FakeServer PORT` answers 200 to everything; `FakeServer PORT deaf` does so too and does not
/// end when it is told to; `FakeServer PORT broken` says why and ends.
public final class FakeServer {
    private FakeServer() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        var mode = arguments.length > 1 ? arguments[1] : "sound";
        if (mode.equals("broken")) {
            System.out.println("the configuration is wrong: colour is missing");
            System.exit(3);
        }
        if (mode.equals("deaf")) {
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                while (true) {
                    LockSupport.parkNanos(1_000_000_000L);
                }
            }));
        }
        var server = HttpServer.create(new InetSocketAddress("127.0.0.1", Integer.parseInt(arguments[0])), 0);
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        server.start();
        System.out.println("listening");
        Thread.currentThread().join();
    }
}
