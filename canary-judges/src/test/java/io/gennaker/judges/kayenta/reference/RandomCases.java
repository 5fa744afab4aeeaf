package io.gennaker.judges.kayenta.reference;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/// Cases that turn every knob of Kayenta's judge: most as people set them, some as nobody should.
public final class RandomCases {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String[] GROUPS = {"latency", "errors", "saturation", "traffic", "system", "jvm", "db"};

    private final Random random;

    public RandomCases(long seed) {
        random = new Random(seed);
    }

    public JsonNode next() {
        var document = JSON.createObjectNode();
        var config = document.putObject("canaryConfig").put("name", "any").put("configVersion", "1");
        config.putObject("judge").put("name", "NetflixACAJudge-v1.0").putObject("judgeConfigurations");
        var names = new ArrayList<String>();
        var metrics = config.putArray("metrics");
        for (var count = random.nextInt(8) == 0 ? 0 : 1 + random.nextInt(6); count > 0; count--) {
            var name = "m" + random.nextInt(7);
            names.add(name);
            addMetric(metrics.addObject().put("name", name).put("scopeName", "default"));
        }
        if (!rarely(60)) {
            addClassifier(config.putObject("classifier"));
        }
        addThresholds(document);
        var pairs = document.putArray("metricSetPairs");
        for (var name : names) {
            if (!rarely(12)) {
                addPair(pairs.addObject(), rarely(100) ? "unknown" : name, pairs.size());
            }
        }
        return document;
    }

    private void addMetric(ObjectNode metric) {
        if (!rarely(80)) {
            var groups = metric.putArray("groups");
            for (var count = random.nextInt(5) == 0 ? random.nextInt(4) : 1; count > 0; count--) {
                groups.add(one(GROUPS));
            }
        }
        switch (random.nextInt(12)) {
            case 0 -> {}
            case 1 -> metric.putNull("analysisConfigurations");
            case 2 -> metric.putObject("analysisConfigurations").putNull("canary");
            default -> addSettings(metric.putObject("analysisConfigurations").putObject("canary"));
        }
    }

    private void addSettings(ObjectNode canary) {
        maybe(canary, "direction", "'increase'", "'decrease'", "'either'", "'up'", "'INCREASE'", "5");
        maybe(canary, "nanStrategy", "'remove'", "'replace'", "'replace'", "'none'", "'zero'", "true");
        maybe(canary, "critical", "true", "false", "null");
        maybe(canary, "mustHaveData", "true", "false", "null");
        maybe(canary, "muted", "false", "false", "false", "true", "null");
        maybe(canary, "aFieldOfTomorrow", "{'a': 1}", "'x'");
        if (rarely(2)) {
            var outliers = canary.putObject("outliers");
            maybe(outliers, "strategy", "'remove'", "'remove'", "'keep'", "'drop'");
            maybe(outliers, "outlierFactor", "3", "3.0", "1.5", "0.5", "1e-3");
            mistake(outliers, "outlierFactor", "0", "-1.0", "'3'", "null", "4000000000");
        }
        if (rarely(2)) {
            var effect = canary.putObject("effectSize");
            maybe(effect, "measure", "'meanRatio'", "'cles'", "'cles'", "'cohen'");
            for (var limit : List.of("allowedIncrease", "allowedDecrease", "criticalIncrease", "criticalDecrease")) {
                maybe(effect, limit, "1", "1.0", "1.1", "1.5", "2", "0.5", "0.9", "0.7", "0.3", "null");
                mistake(effect, limit, "'1.1'", "3000000000", "true", "{}", "99999999999999999999");
            }
            mistake(effect, "measure", "null", "7");
        }
        mistake(canary, "critical", "'true'", "1", "1.5", "{}", "[]");
        mistake(canary, "muted", "'false'", "0");
        mistake(canary, "direction", "null");
        mistake(canary, "outliers", "'remove'", "null");
        mistake(canary, "effectSize", "1.5", "null");
    }

    private void addClassifier(ObjectNode classifier) {
        switch (random.nextInt(6)) {
            case 0 -> {}
            case 1 -> classifier.putNull("groupWeights");
            default -> {
                var weights = classifier.putObject("groupWeights");
                for (var group : GROUPS) {
                    maybe(weights, group, "12.5", "'20'", "33.3", "5", "100", "0", "0.005", "16.666666666666668");
                    mistake(weights, group, "-30", "null", "'NaN'", "1e308");
                }
                maybe(weights, "absent-group", "25");
            }
        }
    }

    private void addThresholds(ObjectNode document) {
        if (rarely(60)) {
            return;
        }
        var thresholds = document.putObject("scoreThresholds");
        maybe(thresholds, "pass", "95", "95.0", "'75'", "66.67", "50", "0", "120");
        maybe(thresholds, "marginal", "75", "50.0", "'50'", "33.33", "90", "0");
    }

    private void addPair(ObjectNode pair, String name, int number) {
        pair.put("name", name);
        if (!rarely(40)) {
            pair.put("id", "p" + number);
        }
        var tags = pair.putObject("tags");
        if (rarely(4)) {
            tags.put("zone", "b").put("node", "n" + number);
        }
        var control = side();
        var experiment = rarely(3) ? side() : like(control);
        var values = pair.putObject("values");
        if (!rarely(200)) {
            write(values, "control", control);
        }
        if (!rarely(200)) {
            write(values, "experiment", experiment);
        }
    }

    private double[] side() {
        var length = random.nextInt(10) == 0 ? random.nextInt(3) : random.nextInt(40);
        var scale = Math.pow(10, random.nextInt(7) == 0 ? random.nextInt(22) - 9 : random.nextInt(4));
        var constant = scale * (1 + random.nextInt(3)) * (rarely(4) ? -1 : 1) * (rarely(4) ? 0 : 1);
        var kind = random.nextInt(10);
        return doubles(length, () -> switch (kind) {
            case 0 -> constant;
            case 1 -> rarely(4) ? random.nextInt(3) * scale : 0.0;
            case 2, 3 -> random.nextInt(5) * scale;
            case 4 -> scale * random.nextGaussian();
            case 5 -> -scale * (5 + random.nextGaussian());
            case 6 -> scale * Math.exp(2 * random.nextGaussian());
            case 7 -> Math.round(1000 * (5 + random.nextGaussian())) / 1000.0;
            case 8 -> rarely(10) ? 50 * scale : scale * (1 + 0.01 * random.nextGaussian());
            default -> scale * (5 + random.nextGaussian());
        });
    }

    /// Another side that has something to do with the first.
    private double[] like(double[] control) {
        var other = control.clone();
        var shift = control.length == 0 ? 1 : Math.abs(control[0]) * (random.nextInt(9) - 4) / 4.0;
        var factor = 1 + (random.nextInt(9) - 3) / 4.0;
        switch (random.nextInt(6)) {
            case 0 -> {}
            case 1 -> Collections.reverse(boxed(other));
            case 2 -> Arrays.setAll(other, index -> other[index] * factor);
            case 3 -> Arrays.setAll(other, index -> other[index] + shift);
            case 4 -> Arrays.setAll(other, index -> other[random.nextInt(other.length)] + shift);
            default -> {
                return doubles(
                        random.nextInt(40),
                        () -> control.length == 0 ? 1 : control[random.nextInt(control.length)] * factor);
            }
        }
        return other;
    }

    private static List<Double> boxed(double[] values) {
        return new ArrayList<>(Arrays.stream(values).boxed().toList());
    }

    private static double[] doubles(int length, java.util.function.DoubleSupplier supplier) {
        var values = new double[length];
        Arrays.setAll(values, _ -> supplier.getAsDouble());
        return values;
    }

    private void write(ObjectNode values, String side, double[] numbers) {
        var written = values.putArray(side);
        var missing = rarely(4) ? 1 + random.nextInt(8) : Integer.MAX_VALUE;
        var infinite = rarely(15) ? 1 + random.nextInt(8) : Integer.MAX_VALUE;
        for (var number : numbers) {
            if (rarely(missing)) {
                written.add("NaN");
            } else if (rarely(infinite)) {
                written.add(one("Infinity", "-Infinity"));
            } else if (rarely(200)) {
                written.addNull();
            } else if (rarely(200)) {
                written.add(Double.toString(number));
            } else if (rarely(100)) {
                written.add(-0.0);
            } else if (number == Math.rint(number) && Math.abs(number) < 1e9 && rarely(2)) {
                written.add((int) number);
            } else {
                written.add(number);
            }
        }
    }

    private boolean rarely(int oneIn) {
        return random.nextInt(oneIn) == 0;
    }

    private String one(String... choices) {
        return choices[random.nextInt(choices.length)];
    }

    private void maybe(ObjectNode object, String name, String... choices) {
        if (rarely(2)) {
            set(object, name, one(choices));
        }
    }

    private void mistake(ObjectNode object, String name, String... choices) {
        if (rarely(150)) {
            set(object, name, one(choices));
        }
    }

    private static void set(ObjectNode object, String name, String json) {
        try {
            object.set(name, JSON.readTree(json.replace('\'', '"')));
        } catch (com.fasterxml.jackson.core.JsonProcessingException malformed) {
            throw new IllegalArgumentException(json, malformed);
        }
    }
}
