package io.gennaker.outbox.postgres;

import io.gennaker.outbox.store.BusRecord;
import io.gennaker.outbox.store.Header;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import net.jpountz.lz4.LZ4Factory;
import org.jspecify.annotations.Nullable;

/// Records as the bytes of a row: topic, key, number of headers, name and value of each, value. Everything is preceded
/// by its length in four bytes, -1 for null; so people see the texts with `encode(records, 'escape')`.
///
/// What is larger than a page of the database is compressed, as records repeat each other's words: [#COMPRESSED], four
/// bytes with the length of what follows when it is whole, and a block of LZ4. No record begins so, as a topic's name
/// is short.
final class PackedRecords {
    private static final int NULL = -1;
    private static final byte COMPRESSED = 1;
    private static final int COMPRESSED_FROM = 2_000;
    private static final int LARGEST = 64 << 20;
    private static final LZ4Factory LZ4 = LZ4Factory.fastestJavaInstance();

    private PackedRecords() {}

    /// @param bytes of the records
    @SuppressWarnings("ArrayRecordComponent") // goes to the database, is never compared
    record Row(byte[] bytes, List<BusRecord> records) {}

    /// In as few rows as can be, each below `most` bytes where it has more than one record.
    static List<Row> pack(List<BusRecord> records, int most) {
        var rows = new ArrayList<Row>();
        var packed = new ByteArrayOutputStream();
        int first = 0;
        for (int i = 0; i < records.size(); i++) {
            byte[] next = pack(records.subList(i, i + 1));
            if (first < i && packed.size() + next.length > most) {
                rows.add(new Row(compressed(packed.toByteArray()), records.subList(first, i)));
                packed.reset();
                first = i;
            }
            packed.writeBytes(next);
        }
        if (first < records.size()) {
            rows.add(new Row(compressed(packed.toByteArray()), records.subList(first, records.size())));
        }
        return rows;
    }

    private static byte[] compressed(byte[] whole) {
        if (whole.length < COMPRESSED_FROM) {
            return whole;
        }
        byte[] block = LZ4.fastCompressor().compress(whole);
        return ByteBuffer.allocate(1 + Integer.BYTES + block.length)
                .put(COMPRESSED)
                .putInt(whole.length)
                .put(block)
                .array();
    }

    private static byte[] whole(byte[] row) {
        if (row.length == 0 || row[0] != COMPRESSED) {
            return row;
        }
        int length = ByteBuffer.wrap(row).getInt(1);
        if (length < 0 || length > LARGEST) {
            throw new IllegalStateException("a row of the outbox says that it holds " + length + " bytes");
        }
        return LZ4.safeDecompressor().decompress(row, 1 + Integer.BYTES, row.length - 1 - Integer.BYTES, length);
    }

    static byte[] pack(List<BusRecord> records) {
        var packed = new ByteArrayOutputStream();
        try (var out = new DataOutputStream(packed)) {
            for (BusRecord record : records) {
                write(record.topic(), out);
                write(record.key(), out);
                out.writeInt(record.headers().size());
                for (Header header : record.headers()) {
                    write(header.name(), out);
                    write(header.value(), out);
                }
                write(record.value(), out);
            }
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return packed.toByteArray();
    }

    private static void write(String text, DataOutputStream out) throws IOException {
        write(text.getBytes(StandardCharsets.UTF_8), out);
    }

    private static void write(byte @Nullable [] bytes, DataOutputStream out) throws IOException {
        out.writeInt(bytes == null ? NULL : bytes.length);
        if (bytes != null) {
            out.write(bytes);
        }
    }

    static List<BusRecord> unpack(byte[] row) {
        var records = new ArrayList<BusRecord>();
        try (var in = new DataInputStream(new ByteArrayInputStream(whole(row)))) {
            while (in.available() > 0) {
                String topic = text(in);
                byte[] key = bytes(in);
                int number = in.readInt();
                var headers = new ArrayList<Header>();
                for (int i = 0; i < number; i++) {
                    headers.add(new Header(text(in), Objects.requireNonNull(bytes(in))));
                }
                records.add(new BusRecord(topic, key, headers, bytes(in)));
            }
            return records;
        } catch (IOException corrupt) {
            throw new UncheckedIOException("a row of the outbox is not as it was written", corrupt);
        }
    }

    private static String text(DataInputStream in) throws IOException {
        return new String(Objects.requireNonNull(bytes(in)), StandardCharsets.UTF_8);
    }

    private static byte @Nullable [] bytes(DataInputStream in) throws IOException {
        int length = in.readInt();
        return length == NULL ? null : in.readNBytes(length);
    }
}
