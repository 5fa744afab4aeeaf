package io.gennaker.pipeline.reading;

import static io.gennaker.pipeline.problem.Problem.quote;

import io.gennaker.contracts.AnalysisPace;
import io.gennaker.contracts.AnalysisPace.OnInconclusive;
import io.gennaker.contracts.AnalysisSpec;
import io.gennaker.contracts.MetricSpec;
import io.gennaker.contracts.Neighbours;
import io.gennaker.contracts.ReleaseHistory;
import io.gennaker.contracts.SequentialTerms;
import io.gennaker.contracts.SequentialTerms.AtHorizon;
import io.gennaker.pipeline.definition.Analysis;
import io.gennaker.pipeline.definition.CanaryConfigFile;
import io.gennaker.pipeline.definition.Question;
import io.gennaker.pipeline.expression.Scope;
import io.gennaker.pipeline.planning.CanaryConfigMetrics;
import io.gennaker.pipeline.yaml.YamlNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// Reads the analysis of one step; a key that the step does not have comes from the stage's defaults.
final class AnalysisReader {
    private static final String MANN_WHITNEY = "mann-whitney";
    private static final String SEQUENTIAL = "sequential";
    private static final String THRESHOLD = "threshold";
    private static final String KAYENTA = CanaryConfigMetrics.KAYENTA;
    private static final Map<String, String> JUDGES =
            Choices.of(MANN_WHITNEY, MANN_WHITNEY, KAYENTA, KAYENTA, SEQUENTIAL, SEQUENTIAL, THRESHOLD, THRESHOLD);
    private static final Map<String, OnInconclusive> ON_INCONCLUSIVE = Choices.of(
            "fail", OnInconclusive.FAIL, "ask", OnInconclusive.FAIL, "extendOnce", OnInconclusive.EXTEND_ONCE);
    private static final String ASK = "ask";
    private static final String QUESTION = "question";
    private static final Map<String, AtHorizon> AT_HORIZON =
            Choices.of("inconclusive", AtHorizon.INCONCLUSIVE, "pass", AtHorizon.PASS);
    private static final Duration SHORTEST_STEP = Duration.ofSeconds(1);
    private static final Duration DEFAULT_STEP = Duration.ofSeconds(10);
    private static final Duration KAYENTAS_STEP = Duration.ofMinutes(1);

    private final ObjectReader own;
    private final Optional<ObjectReader> defaults;
    private final Scope scope;

    AnalysisReader(ObjectReader own, Optional<ObjectReader> defaults, Scope scope) {
        this.own = own;
        this.defaults = defaults;
        this.scope = scope;
    }

    Analysis read() {
        return new Analysis(spec(), question().orElse(null), canaryConfig().orElse(null));
    }

    /// Of an inconclusive end. Without one that is written, people are asked in plain words.
    private Optional<Question> question() {
        boolean asks = holder("onInconclusive")
                .node("onInconclusive")
                .filter(node ->
                        node instanceof YamlNode.Scalar scalar && scalar.text().equals(ASK))
                .isPresent();
        if (!asks) {
            if (own.has(QUESTION)) {
                own.objection(QUESTION, "a question that nobody is asked", "question only with onInconclusive: ask");
            }
            return Optional.empty();
        }
        return holder(QUESTION)
                .object(QUESTION, Shape.QUESTION)
                .map(question -> QuestionReader.read(question, scope))
                .or(() -> Optional.of(Question.plain("The analysis is inconclusive: go on?")));
    }

    private AnalysisSpec spec() {
        if (!has("duration")) {
            own.source()
                    .problem(own.node(), own.path(), "no key 'duration'", "it must be here or in the stage's analysis");
        }
        double pass = holder("pass").number("pass", 0, 100, 90);
        double marginal = holder("marginal").number("marginal", 0, 100, Math.min(75, pass));
        if (marginal > pass) {
            holder("marginal").problem("marginal", String.valueOf(marginal), "at most pass, " + pass);
        }
        var spec = new AnalysisSpec(
                holder("judge").choice("judge", JUDGES, usesCanaryConfig() ? KAYENTA : MANN_WHITNEY),
                holder("warmUp").duration("warmUp", Duration.ZERO, Duration.ZERO),
                holder("duration").duration("duration", SHORTEST_STEP, DEFAULT_STEP),
                holder("step").duration("step", SHORTEST_STEP, usesCanaryConfig() ? KAYENTAS_STEP : DEFAULT_STEP),
                holder("minimumSamples").integer("minimumSamples", 2, 100_000, 10),
                usesCanaryConfig() ? List.of() : metrics(),
                usesCanaryConfig() ? Map.of() : groupWeights(),
                pass,
                Math.min(marginal, pass),
                pace().orElse(null),
                sequential().orElse(null),
                history().orElse(null),
                neighbours().orElse(null));
        check(spec);
        return spec;
    }

    /// Where the metrics come from, when they are not here.
    private Optional<CanaryConfigFile> canaryConfig() {
        return usesCanaryConfig()
                ? Optional.of(CanaryConfigFileReader.read(this::holder, has("pass") || has("marginal")))
                : Optional.empty();
    }

    /// The step's own metrics hide the stage's configuration.
    private boolean usesCanaryConfig() {
        return has("canaryConfig") && (own.has("canaryConfig") || !own.has("metrics"));
    }

    private Optional<AnalysisPace> pace() {
        if (!has("interval") && !has("lookback") && !has("onInconclusive")) {
            return Optional.empty();
        }
        return Optional.of(new AnalysisPace(
                holder("interval").optionalDuration("interval", SHORTEST_STEP).orElse(null),
                holder("lookback").optionalDuration("lookback", SHORTEST_STEP).orElse(null),
                holder("onInconclusive").choice("onInconclusive", ON_INCONCLUSIVE, OnInconclusive.FAIL)));
    }

    private Optional<ReleaseHistory> history() {
        return holder("history")
                .object("history", Shape.HISTORY)
                .map(history -> new ReleaseHistory(
                        history.integer("releases", 1, ReleaseHistory.MOST_RELEASES, 5),
                        history.number("worseBy", 0, 10_000, 20)));
    }

    private Optional<Neighbours> neighbours() {
        return holder("neighbours")
                .object("neighbours", Shape.NEIGHBOURS)
                .map(around -> new Neighbours(
                        around.flag("callers", true),
                        around.flag("callees", true),
                        around.number("allowedIncrease", 1, 1_000, 1.5)));
    }

    private Optional<SequentialTerms> sequential() {
        if (!has("alpha") && !has("atHorizon")) {
            return Optional.empty();
        }
        return Optional.of(new SequentialTerms(
                holder("alpha").number("alpha", 0.0001, 0.5, SequentialTerms.DEFAULT.alpha()),
                holder("atHorizon").choice("atHorizon", AT_HORIZON, SequentialTerms.DEFAULT.atHorizon())));
    }

    private boolean has(String key) {
        return own.has(key) || defaults.filter(stage -> stage.has(key)).isPresent();
    }

    /// Whoever has the key: the step before the stage.
    private ObjectReader holder(String key) {
        return own.has(key) ? own : defaults.filter(stage -> stage.has(key)).orElse(own);
    }

    private List<MetricSpec> metrics() {
        if (!has("metrics")) {
            own.source()
                    .problem(own.node(), own.path(), "no key 'metrics'", "it must be here or in the stage's analysis");
            return List.of();
        }
        ObjectReader holder = holder("metrics");
        var unique = new Uniqueness();
        List<MetricSpec> metrics = holder.objects("metrics", Shape.METRIC).stream()
                .map(metric -> MetricReader.read(metric, unique))
                .toList();
        if (holder.at("metrics") instanceof YamlNode.Sequence && metrics.isEmpty()) {
            holder.problem("metrics", "no metrics", "at least one");
        }
        return metrics;
    }

    private Map<String, Double> groupWeights() {
        ObjectReader holder = holder("groupWeights");
        var weights = new TreeMap<String, Double>();
        for (YamlNode.Entry entry : holder.entries("groupWeights")) {
            String path = holder.pathOf("groupWeights") + "." + entry.key().text();
            holder.numberOf(entry.value(), path, 0, 100)
                    .ifPresent(weight -> weights.put(entry.key().text(), weight));
        }
        return weights;
    }

    private void checkPace(AnalysisSpec spec) {
        AnalysisPace pace = spec.pace();
        if (pace != null && pace.interval() != null && pace.interval().compareTo(spec.duration()) > 0) {
            holder("interval")
                    .objection("interval", pace.interval().toString(), "at most duration, " + spec.duration());
        }
        if (pace != null && pace.lookback() != null && pace.lookback().compareTo(spec.duration()) > 0) {
            holder("lookback")
                    .objection("lookback", pace.lookback().toString(), "at most duration, " + spec.duration());
        }
    }

    private void checkCanaryConfig(AnalysisSpec spec) {
        if (!usesCanaryConfig()) {
            CanaryConfigFileReader.checkUnused(own);
            return;
        }
        CanaryConfigFileReader.checkAlone(holder("canaryConfig"));
        if (!own.has("canaryConfig")) {
            CanaryConfigFileReader.checkAlone(own);
        }
        if (spec.judge().equals(THRESHOLD)) {
            holder("judge").problem("judge", "threshold with canaryConfig", "kayenta, mann-whitney, sequential");
        }
    }

    private void check(AnalysisSpec spec) {
        JudgeCheck.check(spec, this::holder);
        checkCanaryConfig(spec);
        checkPace(spec);
        if (has("duration") && spec.duration().dividedBy(spec.step()) < spec.minimumSamples()) {
            String found = spec.duration().dividedBy(spec.step()) + " samples (duration by step)";
            holder("duration").objection("duration", found, "at least minimumSamples, " + spec.minimumSamples());
        }
        boolean nothingCounts = spec.metrics().stream().noneMatch(AnalysisReader::counts);
        var groups = spec.metrics().stream()
                .filter(metric -> nothingCounts || counts(metric))
                .map(MetricSpec::group)
                .collect(Collectors.toCollection(TreeSet::new));
        ObjectReader holder = holder("groupWeights");
        spec.groupWeights().keySet().stream()
                .sorted()
                .filter(group -> !groups.contains(group))
                .forEach(group -> holder.objection(
                        "groupWeights",
                        quote(group) + ", which is no counted metric's group",
                        String.join(", ", groups)));
        double sum = spec.groupWeights().values().stream()
                .mapToDouble(Double::doubleValue)
                .sum();
        if (sum > 100 || (!groups.isEmpty() && spec.groupWeights().keySet().equals(groups) && sum != 100)) {
            holder.objection("groupWeights", "a sum of " + sum, "100 when every group has a weight, else at most 100");
        }
    }

    private static boolean counts(MetricSpec metric) {
        return metric.counting() != MetricSpec.Counting.DRY_RUN;
    }
}
