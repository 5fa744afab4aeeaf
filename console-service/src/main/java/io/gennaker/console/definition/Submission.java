package io.gennaker.console.definition;

import io.gennaker.contracts.Actor;
import io.gennaker.contracts.CompressedText;
import io.gennaker.contracts.DefinitionCommand;
import io.gennaker.contracts.DefinitionEvent;
import io.gennaker.contracts.DefinitionKind;
import io.gennaker.contracts.Digest;
import io.gennaker.contracts.MessageCodec;
import io.gennaker.contracts.TemplateChannel;
import io.gennaker.pipeline.Definitions;
import io.gennaker.pipeline.ExpansionResult;
import io.gennaker.pipeline.PipelineTemplate;
import io.gennaker.pipeline.ReadResult;
import io.gennaker.pipeline.Written;
import io.gennaker.pipeline.definition.ClusterDefinition;
import io.gennaker.pipeline.definition.Definition;
import io.gennaker.pipeline.definition.FreezeDefinition;
import io.gennaker.pipeline.definition.NotificationRule;
import io.gennaker.pipeline.definition.PipelineDefinition;
import io.gennaker.pipeline.definition.TemplateDefinition;
import io.gennaker.pipeline.definition.TemplatedPipeline;
import io.gennaker.pipeline.problem.Problem;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// One file of definitions and the files beside it, as somebody hands them in.
///
/// @param fileName for the places of problems
/// @param document may hold several YAML documents
/// @param files contents by the path that the definitions use; those that none uses are left out
public record Submission(String fileName, String document, Map<String, String> files) {
    private static final int MOST_FILES = 500;
    private static final int LONGEST_NAME = 300;

    public Submission {
        if (fileName.isBlank() || fileName.length() > LONGEST_NAME) {
            throw new IllegalArgumentException(
                    "fileName has " + fileName.strip().length() + " characters; allowed are 1 to " + LONGEST_NAME);
        }
        if (files.size() > MOST_FILES) {
            throw new IllegalArgumentException(
                    "files has " + files.size() + " entries; at most " + MOST_FILES + " are allowed");
        }
        files = Map.copyOf(files);
    }

    /// What a submission comes to.
    public sealed interface Outcome {}

    /// Every document is valid and fits a message.
    ///
    /// @param items at least one, in the order of the document
    public record Accepted(List<Item> items) implements Outcome {
        public Accepted {
            items = List.copyOf(items);
        }
    }

    /// Nothing is to be stored.
    ///
    /// @param problems all of them
    public record Refused(List<Problem> problems) implements Outcome {
        public Refused {
            problems = List.copyOf(problems);
        }
    }

    /// One definition to be stored.
    ///
    /// @param digest the identity that its version will have
    /// @param application that a pipeline or a freeze belongs to; null for what belongs to none
    public record Item(
            DefinitionCommand.Apply command,
            Digest digest,
            @Nullable String application) {
        public DefinitionKind kind() {
            return command.kind();
        }

        public String name() {
            return command.name();
        }
    }

    /// Finds the version of a template that a pipeline gets.
    @FunctionalInterface
    public interface Templates {
        Optional<PipelineTemplate> find(TemplatedPipeline pipeline);
    }

    /// Marks of what is applied together.
    ///
    /// @param channel of templates that get their new version; null for `next`
    /// @param source that definitions are marked with; null for none
    public record Marks(
            @Nullable TemplateChannel channel, @Nullable String source) {
        public static final Marks NONE = new Marks(null, null);
    }

    /// Checks everything and makes the commands that store it, where nothing names a template.
    public Outcome decide(Actor by, Instant at) {
        return decide(by, at, Marks.NONE, _ -> Optional.empty());
    }

    /// Checks everything and makes the commands that store it.
    public Outcome decide(Actor by, Instant at, Marks marks, Templates templates) {
        return switch (Definitions.read(fileName, document)) {
            case ReadResult.Invalid(var problems) -> new Refused(problems);
            case ReadResult.Read(var documents) -> {
                List<Problem> problems = documents.stream()
                        .flatMap(read -> check(read, templates).stream())
                        .distinct()
                        .sorted(Problem.IN_ORDER)
                        .toList();
                yield problems.isEmpty() ? commands(documents, by, at, marks) : new Refused(problems);
            }
        };
    }

    /// The application that a stored pipeline or freeze belongs to; null for what belongs to none.
    public static @Nullable String application(DefinitionEvent event) {
        return switch (event) {
            case DefinitionEvent.Applied applied ->
                switch (Definitions.stored(applied.fileName(), applied.documentInForce())) {
                    case ReadResult.Read(var documents) ->
                        documents.stream()
                                .map(read -> application(read.definition()))
                                .filter(Objects::nonNull)
                                .findFirst()
                                .orElse(null);
                    // Stored by another version of the language: only those who may see all see it.
                    case ReadResult.Invalid _ -> null;
                };
            case DefinitionEvent.Removed _, DefinitionEvent.ChannelMoved _ -> null;
        };
    }

    private static @Nullable String application(Definition definition) {
        return switch (definition) {
            case PipelineDefinition pipeline -> pipeline.application();
            case TemplatedPipeline pipeline -> pipeline.application();
            case FreezeDefinition freeze -> freeze.application();
            case NotificationRule rule -> rule.application();
            case TemplateDefinition _, ClusterDefinition _ -> null;
        };
    }

    private List<Problem> check(ReadResult.Document read, Templates templates) {
        return switch (read.definition()) {
            case PipelineDefinition pipeline -> Definitions.check(pipeline, files);
            case TemplateDefinition _ -> PipelineTemplate.of(written(read)).check();
            case TemplatedPipeline pipeline ->
                templates
                        .find(pipeline)
                        .map(template -> switch (template.expand(written(read))) {
                            case ExpansionResult.Expanded _ -> List.<Problem>of();
                            case ExpansionResult.Invalid(var problems) -> problems;
                        })
                        .orElseGet(() -> List.of(noTemplate(pipeline)));
            case ClusterDefinition _, FreezeDefinition _, NotificationRule _ -> List.of();
        };
    }

    private Written written(ReadResult.Document read) {
        return new Written(fileName, read.text(), filesOf(read.definition()));
    }

    private Problem noTemplate(TemplatedPipeline pipeline) {
        String found = "no template " + Problem.quote(pipeline.template().name()) + " in that version";
        return new Problem(fileName, 1, 1, "spec.template", found, "one that was applied before");
    }

    private Outcome commands(List<ReadResult.Document> documents, Actor by, Instant at, Marks marks) {
        var items = new ArrayList<Item>();
        var tooLarge = new ArrayList<Problem>();
        for (ReadResult.Document read : documents) {
            Map<String, String> own = filesOf(read.definition());
            try {
                DefinitionCommand.Apply command = command(read, own, by, at, marks);
                // Refuses what the bus would refuse later, when nobody could be told.
                MessageCodec.value(command);
                items.add(new Item(command, Definitions.digest(read.text(), own), application(read.definition())));
            } catch (IllegalArgumentException beyondBounds) {
                tooLarge.add(tooLarge(read, own, beyondBounds));
            }
        }
        return tooLarge.isEmpty() ? new Accepted(items) : new Refused(tooLarge);
    }

    private DefinitionCommand.Apply command(
            ReadResult.Document read, Map<String, String> own, Actor by, Instant at, Marks marks) {
        Map<String, CompressedText> packed = own.entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, file -> CompressedText.of(file.getValue())));
        Definition definition = read.definition();
        TemplateChannel channel = definition instanceof TemplateDefinition ? marks.channel() : null;
        return new DefinitionCommand.Apply(
                definition.kind(), definition.name(), fileName, read.text(), packed, by, at, channel, marks.source());
    }

    private Map<String, String> filesOf(Definition definition) {
        Set<String> named =
                switch (definition) {
                    case PipelineDefinition pipeline -> pipeline.files();
                    case TemplatedPipeline pipeline -> pipeline.files();
                    case TemplateDefinition template -> template.files();
                    case ClusterDefinition _, FreezeDefinition _, NotificationRule _ -> Set.of();
                };
        var own = new TreeMap<>(files);
        own.keySet().retainAll(named);
        return own;
    }

    private Problem tooLarge(ReadResult.Document read, Map<String, String> own, IllegalArgumentException why) {
        long characters = own.values().stream().mapToLong(String::length).sum();
        Definition definition = read.definition();
        String found = definition.kind().word() + " " + Problem.quote(definition.name()) + " with " + own.size()
                + " files of " + characters + " characters together (" + why.getMessage() + ")";
        String allowed = "at most " + MessageCodec.LARGEST + " bytes, the files compressed";
        return new Problem(fileName, 1, 1, "", found, allowed);
    }
}
