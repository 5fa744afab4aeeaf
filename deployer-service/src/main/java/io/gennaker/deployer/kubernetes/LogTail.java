package io.gennaker.deployer.kubernetes;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/// The end of a log, read without ever holding more of it.
final class LogTail {
    private static final int LINES = 10_000;

    private LogTail() {}

    static String read(KubernetesClient client, String namespace, String pod, String container, int mostBytes) {
        try (InputStream log = client.pods()
                .inNamespace(namespace)
                .withName(pod)
                .inContainer(container)
                .withReadyWaitTimeout(0)
                .tailingLines(LINES)
                .getLogInputStream()) {
            return end(log, mostBytes);
        } catch (IOException broken) {
            throw new KubernetesClientException("the log broke off", broken);
        }
    }

    static String end(InputStream log, int mostBytes) throws IOException {
        byte[] ring = new byte[mostBytes];
        byte[] piece = new byte[8192];
        long total = 0;
        for (int count = log.read(piece); count >= 0; count = log.read(piece)) {
            for (int index = 0; index < count; index++) {
                ring[(int) (total++ % mostBytes)] = piece[index];
            }
        }
        return text(ring, total);
    }

    private static String text(byte[] ring, long total) {
        if (total <= ring.length) {
            return new String(ring, 0, (int) total, StandardCharsets.UTF_8);
        }
        byte[] ordered = new byte[ring.length];
        int begin = (int) (total % ring.length);
        System.arraycopy(ring, begin, ordered, 0, ring.length - begin);
        System.arraycopy(ring, 0, ordered, ring.length - begin, begin);
        // Cut in the middle of a character, its rest is dropped.
        int first = 0;
        while (first < ordered.length && (ordered[first] & 0xC0) == 0x80) {
            first++;
        }
        return new String(ordered, first, ordered.length - first, StandardCharsets.UTF_8);
    }
}
