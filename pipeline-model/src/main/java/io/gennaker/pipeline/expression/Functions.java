package io.gennaker.pipeline.expression;

import dev.cel.common.CelOptions;
import dev.cel.common.values.CelByteString;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelFunctionBinding;
import dev.cel.runtime.CelRuntimeBuilder;
import dev.cel.runtime.CelRuntimeLibrary;
import dev.cel.runtime.CelStandardFunctions;
import dev.cel.runtime.RuntimeEquality;
import dev.cel.runtime.RuntimeHelpers;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The library's functions, each of which takes from the [Budget] of the evaluation what it costs before it begins.
final class Functions {
    private static final ScopedValue<Budget> BUDGET = ScopedValue.newInstance();

    /// Each part of a text that is split is an object of its own.
    private static final int PART = 10;
    /// So many characters of what is searched for cost as much as reading the text once more.
    private static final int SEARCHED_AT_ONCE = 10;
    /// So many instructions of a regular expression do.
    private static final int MATCHED_AT_ONCE = 4;
    /// Of an instruction of a regular expression, until it is there.
    private static final int INSTRUCTION = 20;
    /// A repetition, and whether it is of more than one character or class.
    private static final Pattern REPETITION = Pattern.compile("([)}]?)\\{([0-9]{1,4})(?:,([0-9]{0,4}))?}");

    private Functions() {}

    /// The standard ones and those of a library.
    static List<CelFunctionBinding> of(CelOptions options, CelRuntimeLibrary library) {
        var equality = RuntimeEquality.create(RuntimeHelpers.create(), options);
        var standard = CelStandardFunctions.newBuilder().build().newFunctionBindings(equality, options);
        return Stream.concat(standard.stream(), added(library).stream())
                // those without types choose among the others, which this runtime does by itself
                .filter(function -> !function.getArgTypes().isEmpty())
                .map(Functions::costing)
                .toList();
    }

    /// What a work gives whose functions take from a budget.
    static <T> T within(Budget budget, ScopedValue.CallableOp<T, CelEvaluationException> work)
            throws CelEvaluationException {
        return ScopedValue.where(BUDGET, budget).call(work);
    }

    /// A library hands its functions to a builder, and to nobody else.
    private static List<CelFunctionBinding> added(CelRuntimeLibrary library) {
        var added = new ArrayList<CelFunctionBinding>();
        library.setRuntimeOptions((CelRuntimeBuilder) Proxy.newProxyInstance(
                CelRuntimeBuilder.class.getClassLoader(),
                new Class<?>[] {CelRuntimeBuilder.class},
                (builder, method, arguments) -> {
                    if (!method.getName().equals("addFunctionBindings")) {
                        throw new IllegalStateException("a library of functions asks for " + method);
                    }
                    Iterable<?> functions =
                            arguments[0] instanceof Iterable<?> many ? many : List.of((Object[]) arguments[0]);
                    functions.forEach(function -> added.add((CelFunctionBinding) function));
                    return builder;
                }));
        return added;
    }

    private static CelFunctionBinding costing(CelFunctionBinding function) {
        if (!function.isStrict()) {
            return function;
        }
        String id = function.getOverloadId();
        return CelFunctionBinding.from(id, function.getArgTypes(), arguments -> {
            take(BUDGET.get(), id, arguments);
            return function.getDefinition().apply(arguments);
        });
    }

    private static void take(Budget budget, String id, Object[] arguments) throws CelEvaluationException {
        switch (id) {
            case "equals", "_==_", "not_equals", "_!=_", "in_list" -> {
                budget.takeAll(arguments[0]);
                budget.takeAll(arguments[1]);
            }
            // a macro lets its list grow item by item: the list itself is not copied
            case "add_list" -> budget.take(((List<?>) arguments[1]).size());
            case "matches", "matches_string" -> {
                long instructions = instructions((String) arguments[1]);
                budget.take(instructions * INSTRUCTION);
                budget.take(length(arguments[0]) * (1 + instructions / MATCHED_AT_ONCE));
            }
            case "contains",
                    "contains_string",
                    "string_index_of_string",
                    "string_index_of_string_int",
                    "string_last_index_of_string",
                    "string_last_index_of_string_int" ->
                budget.take(length(arguments[0]) * (1 + length(arguments[1]) / SEARCHED_AT_ONCE));
            case "string_split_string", "string_split_string_int" ->
                budget.take(length(arguments[0]) * (PART + length(arguments[1]) / SEARCHED_AT_ONCE));
            default -> {
                for (Object argument : arguments) {
                    budget.take(length(argument));
                }
            }
        }
    }

    private static long length(Object argument) {
        return switch (argument) {
            case String text -> text.length();
            case CelByteString bytes -> bytes.size();
            default -> 0;
        };
    }

    /// Not fewer instructions than are made of a regular expression, as nothing is made of it before that is paid for:
    /// what stands before a repeated group counts as if it were in it.
    static long instructions(String pattern) {
        long instructions = 0;
        int counted = 0;
        Matcher repetition = REPETITION.matcher(pattern);
        while (repetition.find()) {
            instructions += repetition.end() - counted;
            counted = repetition.end();
            String last = repetition.group(3);
            long times = 2 * Math.max(1, Long.parseLong(last == null || last.isEmpty() ? repetition.group(2) : last));
            boolean isOfGroup = !repetition.group(1).isEmpty();
            instructions = Math.min(Budget.MOST, isOfGroup ? instructions * times : instructions + times);
        }
        return instructions + pattern.length() - counted;
    }
}
