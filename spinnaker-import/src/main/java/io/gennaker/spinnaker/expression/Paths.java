package io.gennaker.spinnaker.expression;

import io.gennaker.spinnaker.naming.KnownStage;
import io.gennaker.spinnaker.naming.Names;
import io.gennaker.spinnaker.naming.ValueType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Finds what a path such as `trigger['tag']` or `#stage('X').outputs.y` is called in Gennaker.
final class Paths {
    private static final String STAGE = "#stage";
    private static final String ARTIFACT = "#artifact";
    private static final String JUDGMENT = "#judgment";
    private static final String PROPERTIES = "propertyFileContents.";

    private final String source;
    private final Names names;
    private final Reads reads;
    private final Set<String> changes;

    Paths(String source, Names names, Reads reads, Set<String> changes) {
        this.source = source;
        this.names = names;
        this.reads = reads;
        this.changes = changes;
    }

    boolean knowsStage(String name) {
        return names.stages().containsKey(name);
    }

    /// Empty when the tree is no path.
    ///
    /// @throws Untranslatable when it is one that leads nowhere here
    Optional<Cel> translate(Spel tree) throws Untranslatable {
        var steps = new ArrayList<String>();
        if (tree instanceof Spel.Root || !collect(tree, steps)) {
            return Optional.empty();
        }
        List<String> path = steps.size() > 1
                        && steps.getFirst().equals("execution")
                        && steps.get(1).equals("trigger")
                ? steps.subList(1, steps.size())
                : steps;
        return Optional.of(
                switch (path.getFirst()) {
                    case "parameters" -> parameter(path, 1);
                    case "trigger" -> trigger(path);
                    case "execution" -> execution(path);
                    case STAGE -> stage(path);
                    case JUDGMENT -> judgment(path);
                    case ARTIFACT -> artifact(path.get(1), path, 2);
                    default -> throw refused("there is no `" + path.getFirst() + "` in Gennaker");
                });
    }

    /// The names along a path of members and literal keys; false when it is none.
    private static boolean collect(Spel tree, List<String> steps) {
        return switch (tree) {
            case Spel.Root root -> steps.add(root.name());
            case Spel.Member member -> collect(member.of(), steps) && steps.add(member.name());
            case Spel.Index index ->
                collect(index.of(), steps)
                        && switch (index.key()) {
                            case Spel.Text text -> steps.add(text.value());
                            case Spel.Whole whole -> steps.add(Long.toString(whole.value()));
                            default -> false;
                        };
            case Spel.Function function -> collect(function, steps);
            case Spel.Text _,
                    Spel.Whole _,
                    Spel.Decimal _,
                    Spel.Truth _,
                    Spel.Nothing _,
                    Spel.Method _,
                    Spel.Many _,
                    Spel.Unary _,
                    Spel.Binary _,
                    Spel.Choice _,
                    Spel.Elvis _ -> false;
        };
    }

    private static boolean collect(Spel.Function function, List<String> steps) {
        String root =
                switch (function.name()) {
                    case "stage" -> STAGE;
                    case "triggerResolvedArtifact" -> ARTIFACT;
                    case "judgment", "judgement" -> JUDGMENT;
                    default -> "";
                };
        boolean named = function.arguments().size() == 1 && function.arguments().getFirst() instanceof Spel.Text;
        if (root.isEmpty() || !named) {
            return false;
        }
        steps.add(root);
        steps.add(((Spel.Text) function.arguments().getFirst()).value());
        return true;
    }

    private Cel parameter(List<String> path, int at) throws Untranslatable {
        if (path.size() != at + 1) {
            throw refused("a parameter is a text, with nothing below it");
        }
        String name = names.parameters().get(path.get(at));
        if (name == null) {
            throw refused("the pipeline declares no parameter `" + path.get(at) + "`");
        }
        return Cel.path("parameters." + name, ValueType.TEXT);
    }

    private Cel trigger(List<String> path) throws Untranslatable {
        if (path.size() == 1) {
            throw refused("the trigger as a whole is not there, only what it says");
        }
        return switch (path.get(1)) {
            case "parameters" -> parameter(path, 2);
            case "user" -> end(path, 2, Cel.path("trigger.user", ValueType.TEXT));
            case "tag", "digest" -> end(path, 2, Cel.path(image() + "." + path.get(1), ValueType.TEXT));
            case "branch" -> ofGit(path, "branch");
            case "hash" -> ofGit(path, "revision");
            case "artifacts" -> {
                boolean first = path.size() == 4 && path.get(2).equals("0");
                if (!first) {
                    throw refused("of `trigger.artifacts` only the fields of the first are carried over");
                }
                yield artifact("", path, 3);
            }
            default -> throw refused("`trigger." + path.get(1) + "` is not among what Gennaker knows of a trigger");
        };
    }

    private Cel ofGit(List<String> path, String attribute) throws Untranslatable {
        changes.add("`trigger." + path.get(1) + "` is there only when a push, a tag or a release started the execution;"
                + " otherwise the stage fails");
        return end(path, 2, Cel.path("trigger.attributes." + attribute, ValueType.TEXT));
    }

    private Cel artifact(String name, List<String> path, int at) throws Untranslatable {
        String image = name.isEmpty() ? image() : artifactNamed(name);
        if (path.size() != at + 1) {
            throw refused("of an artifact only reference and name are carried over");
        }
        return switch (path.get(at)) {
            case "reference" -> {
                changes.add("the reference of an image is pinned by digest");
                yield Cel.path(image + ".image", ValueType.TEXT);
            }
            case "name" -> Cel.path(image + ".repository", ValueType.TEXT);
            default -> throw refused("of an artifact only reference and name are carried over");
        };
    }

    private String image() throws Untranslatable {
        String name = names.image()
                .orElseThrow(() -> refused("the pipeline has not exactly one image from which it could come"));
        return select("artifacts", name);
    }

    private String artifactNamed(String name) throws Untranslatable {
        String ours = names.artifacts().get(name);
        if (ours == null) {
            throw refused("there is no image `" + name + "` among the expected artifacts");
        }
        return select("artifacts", ours);
    }

    private Cel execution(List<String> path) throws Untranslatable {
        String rest = String.join(".", path.subList(1, path.size()));
        return switch (rest) {
            case "name" -> {
                changes.add("the pipeline's name is the one of its definition");
                yield Cel.path("pipeline.name", ValueType.TEXT);
            }
            case "application" -> Cel.path("pipeline.application", ValueType.TEXT);
            case "user", "authentication.user" -> Cel.path("trigger.user", ValueType.TEXT);
            default -> throw refused("`execution." + rest + "` is not there: a plan must be the same at each run");
        };
    }

    private Cel stage(List<String> path) throws Untranslatable {
        KnownStage stage = known(path.get(1));
        String field = path.size() > 2 ? path.get(2) : "";
        if (field.equals("status") && path.size() == 3) {
            return read(stage, "status", Cel.path(at(stage) + ".status", ValueType.STATUS));
        }
        if (!field.equals("outputs") && !field.equals("context")) {
            throw refused("of a stage only its status and its outputs are carried over");
        }
        return output(stage, path.subList(3, path.size()));
    }

    private Cel output(KnownStage stage, List<String> names) throws Untranslatable {
        String name = String.join(".", names);
        return switch (stage.kind()) {
            case "evaluate" -> {
                ValueType type = stage.outputs().get(name);
                if (type == null) {
                    throw refused("stage '" + stage.id() + "' evaluates no variable `" + name + "`");
                }
                yield read(stage, name, Cel.path(at(stage) + ".outputs." + name, type));
            }
            case "job" -> ofJob(stage, name.startsWith(PROPERTIES) ? name.substring(PROPERTIES.length()) : name);
            case "judgement" -> {
                if (!name.equals("judgmentInput")) {
                    throw refused("of a judgment only its choice is carried over");
                }
                yield choice(stage);
            }
            case "analysis" -> {
                if (!name.equals("overallScore")) {
                    throw refused("of a canary analysis only overallScore is carried over");
                }
                yield read(stage, "score", Cel.path(at(stage) + ".outputs.score", ValueType.DECIMAL));
            }
            case "webhook" ->
                throw refused("give the webhook '" + stage.id() + "' `outputs` by hand, and read them as stages."
                        + stage.id() + ".outputs.NAME");
            case KnownStage.BY_HAND -> throw refused("people do what stage '" + stage.id() + "' did: it gives nothing");
            default ->
                throw refused("a stage of kind " + stage.kind() + " gives nothing like Spinnaker's `" + name + "`");
        };
    }

    private Cel ofJob(KnownStage stage, String name) throws Untranslatable {
        if (!name.matches("[A-Za-z_][A-Za-z0-9_]{0,59}")) {
            throw refused("`" + name + "` is no name of an output of a job");
        }
        changes.add("the job '" + stage.id() + "' must hand '" + name
                + "' on: as a field of the JSON object that is its termination message, or its log's last line");
        return read(stage, name, Cel.path(at(stage) + ".outputs." + name, ValueType.TEXT));
    }

    private KnownStage known(String name) throws Untranslatable {
        String id = names.stages().get(name);
        if (id == null) {
            throw refused("there is no stage `" + name + "`");
        }
        KnownStage stage = names.before().get(id);
        if (stage == null) {
            throw refused("stage `" + name + "` does not come before this one");
        }
        return stage;
    }

    private static String at(KnownStage stage) {
        return "stages[" + Cel.quoted(stage.id()) + "]";
    }

    private Cel read(KnownStage stage, String name, Cel expression) throws Untranslatable {
        return reads.read(expression, stage.id() + "_" + name, source);
    }

    /// What people chose. Where the stage was skipped there is none, and the condition fails its stage.
    private Cel judgment(List<String> path) throws Untranslatable {
        return end(path, 2, choice(known(path.get(1))));
    }

    private Cel choice(KnownStage stage) throws Untranslatable {
        if (!stage.kind().equals("judgement") || !stage.outputs().containsKey("choice")) {
            throw refused("stage `" + stage.id() + "` asks for no choice whose names were carried over");
        }
        return read(stage, "choice", Cel.path(at(stage) + ".outputs.choice", ValueType.TEXT));
    }

    private Cel end(List<String> path, int length, Cel cel) throws Untranslatable {
        if (path.size() != length) {
            throw refused("`" + String.join(".", path) + "` is a text, with nothing below it");
        }
        return cel;
    }

    private static String select(String root, String name) {
        return name.matches("[A-Za-z_][A-Za-z0-9_]*") ? root + "." + name : root + "[" + Cel.quoted(name) + "]";
    }

    private Untranslatable refused(String reason) {
        return new Untranslatable(source, reason);
    }
}
