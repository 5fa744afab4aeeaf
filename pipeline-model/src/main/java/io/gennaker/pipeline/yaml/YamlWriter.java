package io.gennaker.pipeline.yaml;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Present;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.events.DocumentEndEvent;
import org.snakeyaml.engine.v2.events.DocumentStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.ImplicitTuple;
import org.snakeyaml.engine.v2.events.MappingEndEvent;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceEndEvent;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;
import org.snakeyaml.engine.v2.events.StreamEndEvent;
import org.snakeyaml.engine.v2.events.StreamStartEvent;

/// Writes documents: the same nodes give the same text on any machine.
///
/// Scalars keep their quotes, and so their meaning to whoever reads them, also where YAML 1.1 and 1.2 differ (`yes`,
/// `0644`).
public final class YamlWriter {
    private static final int NEVER_FOLD = 1_000_000;
    private static final ImplicitTuple UNTAGGED = new ImplicitTuple(true, true);

    private final List<Event> events = new ArrayList<>();

    private YamlWriter() {}

    public static String write(List<YamlNode> documents) {
        var writer = new YamlWriter();
        writer.events.add(new StreamStartEvent());
        for (YamlNode document : documents) {
            writer.events.add(new DocumentStartEvent(true, Optional.empty(), Map.of()));
            writer.add(document);
            writer.events.add(new DocumentEndEvent(false));
        }
        writer.events.add(new StreamEndEvent());
        var settings = DumpSettings.builder()
                .setBestLineBreak("\n")
                .setWidth(NEVER_FOLD)
                .setSplitLines(false)
                .setUseUnicodeEncoding(true)
                .build();
        return new Present(settings).emitToString(writer.events.iterator());
    }

    private void add(YamlNode node) {
        switch (node) {
            case YamlNode.Mapping mapping -> {
                events.add(new MappingStartEvent(
                        Optional.empty(),
                        Optional.empty(),
                        true,
                        flow(mapping.entries()),
                        Optional.empty(),
                        Optional.empty()));
                for (YamlNode.Entry entry : mapping.entries()) {
                    add(entry.key());
                    add(entry.value());
                }
                events.add(new MappingEndEvent());
            }
            case YamlNode.Sequence sequence -> {
                events.add(new SequenceStartEvent(
                        Optional.empty(),
                        Optional.empty(),
                        true,
                        flow(sequence.items()),
                        Optional.empty(),
                        Optional.empty()));
                sequence.items().forEach(this::add);
                events.add(new SequenceEndEvent());
            }
            case YamlNode.Scalar scalar ->
                events.add(new ScalarEvent(
                        Optional.empty(), Optional.empty(), UNTAGGED, scalar.text(), style(scalar.style())));
        }
    }

    private static FlowStyle flow(List<?> content) {
        return content.isEmpty() ? FlowStyle.FLOW : FlowStyle.BLOCK;
    }

    private static ScalarStyle style(YamlNode.Style style) {
        return switch (style) {
            case PLAIN -> ScalarStyle.PLAIN;
            case SINGLE_QUOTED -> ScalarStyle.SINGLE_QUOTED;
            case DOUBLE_QUOTED -> ScalarStyle.DOUBLE_QUOTED;
            case BLOCK -> ScalarStyle.LITERAL;
        };
    }
}
