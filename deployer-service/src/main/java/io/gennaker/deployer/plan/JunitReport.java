package io.gennaker.deployer.plan;

import io.gennaker.contracts.TestRecord;
import io.gennaker.contracts.TestRecord.Outcome;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/// The tests of JUnit's XML, found in a log among other lines. Bounded, and deaf to entities and DTDs.
///
/// @param tests those that did not pass first
public record JunitReport(List<TestRecord> tests) {
    private static final int MOST = 10_000;
    private static final int LONGEST_NAME = 300;
    private static final XMLInputFactory XML = factory();

    public JunitReport {
        tests = List.copyOf(tests);
    }

    private static XMLInputFactory factory() {
        XMLInputFactory factory = XMLInputFactory.newFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_COALESCING, true);
        return factory;
    }

    /// Empty where the log holds no report, or one that breaks off before its first test.
    public static Optional<JunitReport> in(String log) {
        var tests = new ArrayList<TestRecord>();
        int from = start(log, 0);
        while (from >= 0 && tests.size() < MOST) {
            String name = log.startsWith("<testsuites", from) ? "testsuites" : "testsuite";
            int end = log.indexOf("</" + name + ">", from);
            String report = end < 0 ? log.substring(from) : log.substring(from, end + name.length() + 3);
            read(report, tests);
            from = end < 0 ? -1 : start(log, end);
        }
        tests.sort(Comparator.comparing(test -> test.outcome() == Outcome.PASSED || test.outcome() == Outcome.SKIPPED));
        return tests.isEmpty() ? Optional.empty() : Optional.of(new JunitReport(tests));
    }

    private static int start(String log, int from) {
        return log.indexOf("<testsuite", from);
    }

    /// The first tests that one message can carry.
    public List<TestRecord> first(int most, int characters) {
        var first = new ArrayList<TestRecord>();
        int used = 0;
        for (TestRecord test : tests) {
            String message = test.message();
            used += test.suite().length() + test.name().length() + (message == null ? 0 : message.length());
            if (first.size() == most || used > characters) {
                break;
            }
            first.add(test);
        }
        return first;
    }

    public int count(Outcome... outcomes) {
        return (int) tests.stream()
                .filter(test -> List.of(outcomes).contains(test.outcome()))
                .count();
    }

    /// What was read before a report breaks off counts.
    private static void read(String report, List<TestRecord> tests) {
        try {
            XMLStreamReader reader = XML.createXMLStreamReader(new StringReader(report));
            String suite = "";
            while (reader.hasNext() && tests.size() < MOST) {
                if (reader.next() == XMLStreamConstants.START_ELEMENT) {
                    if (reader.getLocalName().equals("testsuite")) {
                        suite = attribute(reader, "name");
                    } else if (reader.getLocalName().equals("testcase")) {
                        tests.add(test(reader, suite));
                    }
                }
            }
        } catch (XMLStreamException brokenOff) {
            // The log ends here, or something else was written between.
        }
    }

    private static TestRecord test(XMLStreamReader reader, String suite) throws XMLStreamException {
        String name = attribute(reader, "name");
        String group = attribute(reader, "classname");
        Double seconds = seconds(attribute(reader, "time"));
        Outcome outcome = Outcome.PASSED;
        String message = null;
        while (reader.hasNext()) {
            int event = reader.next();
            if (event == XMLStreamConstants.END_ELEMENT && reader.getLocalName().equals("testcase")) {
                break;
            }
            if (event == XMLStreamConstants.START_ELEMENT) {
                Outcome told = outcome(reader.getLocalName());
                if (told != null) {
                    outcome = told;
                    String written = attribute(reader, "message");
                    message = cut(written.isEmpty() ? text(reader) : written, TestRecord.LONGEST_MESSAGE);
                }
            }
        }
        return new TestRecord(
                cut(group.isEmpty() ? suite : group, LONGEST_NAME),
                cut(name.isBlank() ? "(no name)" : name, LONGEST_NAME),
                outcome,
                seconds,
                message == null || message.isBlank() ? null : message);
    }

    private static @Nullable Outcome outcome(String element) {
        return switch (element) {
            case "failure" -> Outcome.FAILED;
            case "error" -> Outcome.ERRORED;
            case "skipped" -> Outcome.SKIPPED;
            default -> null;
        };
    }

    private static String text(XMLStreamReader reader) throws XMLStreamException {
        var text = new StringBuilder();
        while (reader.hasNext()) {
            int event = reader.next();
            if (event == XMLStreamConstants.END_ELEMENT) {
                break;
            }
            if (event == XMLStreamConstants.CHARACTERS || event == XMLStreamConstants.CDATA) {
                text.append(reader.getText());
            }
        }
        return text.toString().strip();
    }

    private static String attribute(XMLStreamReader reader, String name) {
        String value = reader.getAttributeValue(null, name);
        return value == null ? "" : value;
    }

    private static @Nullable Double seconds(String text) {
        try {
            return text.isBlank() ? null : Double.valueOf(text);
        } catch (NumberFormatException other) {
            return null;
        }
    }

    private static String cut(String text, int longest) {
        return text.length() <= longest ? text : text.substring(0, longest - 3) + "...";
    }
}
