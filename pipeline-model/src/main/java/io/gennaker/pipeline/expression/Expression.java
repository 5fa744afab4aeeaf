package io.gennaker.pipeline.expression;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelIssue;
import dev.cel.common.CelOptions;
import dev.cel.common.CelValidationException;
import dev.cel.common.CelValidationResult;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.navigation.CelNavigableAst;
import dev.cel.common.navigation.CelNavigableExpr;
import dev.cel.common.types.CelKind;
import dev.cel.common.types.CelType;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.extensions.CelExtensions;
import dev.cel.extensions.CelStringExtensions;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// The expression language: CEL with its standard functions and macros, and the functions on strings that cannot make a
/// text grow.
///
/// A sandbox: no clock, no I/O, no side effects. The cost is bounded by the length of the source, by the number of its
/// nodes, by the iterations of all macros together, by the characters that it handles, and by the size of the result.
/// `replace`, `join` and `format` are left out, because a chain of them multiplies the length of a text.
public final class Expression {
    /// Longest source in characters.
    public static final int LONGEST = 1_000;
    /// Largest result in characters, all texts of it together.
    public static final int LARGEST_RESULT = 100_000;

    private static final int MOST_NODES = 300;
    private static final int MOST_ITERATIONS = 1_000;
    private static final CelOptions OPTIONS = CelOptions.current()
            .maxExpressionCodePointSize(LONGEST)
            .maxParseExpressionNodeCount(MOST_NODES)
            .maxParseRecursionDepth(50)
            .comprehensionMaxIterations(MOST_ITERATIONS)
            .maxRegexProgramSize(1_000)
            .errorOnDuplicateMapKeys(true)
            // a score is a decimal number, and people compare it with 80
            .enableHeterogeneousNumericComparisons(true)
            .build();
    private static final CelStringExtensions STRINGS = CelExtensions.strings(
            CelStringExtensions.Function.CHAR_AT,
            CelStringExtensions.Function.INDEX_OF,
            CelStringExtensions.Function.LAST_INDEX_OF,
            CelStringExtensions.Function.LOWER_ASCII,
            CelStringExtensions.Function.UPPER_ASCII,
            CelStringExtensions.Function.SPLIT,
            CelStringExtensions.Function.SUBSTRING,
            CelStringExtensions.Function.TRIM);
    private static final CelRuntime RUNTIME = CelRuntimeFactory.standardCelRuntimeBuilder()
            .setOptions(OPTIONS)
            .setStandardEnvironmentEnabled(false)
            .addFunctionBindings(Functions.of(OPTIONS, STRINGS))
            .build();
    private static final Set<CelKind> TRUTHS = Set.of(CelKind.BOOL, CelKind.DYN, CelKind.ANY);
    private static final Map<Set<String>, CelCompiler> COMPILERS = new ConcurrentHashMap<>();
    private static final CelCompiler PARSER = compiler(Set.of());
    private static final Compiled COMPILED = new Compiled();

    private Expression() {}

    /// What is wrong with an expression, as far as that shows without values; empty when nothing is.
    public static List<Mistake> check(String source, Scope scope) {
        if (source.isBlank()) {
            return List.of(new Mistake(0, "an empty expression", "a CEL expression"));
        }
        if (source.length() > LONGEST) {
            return List.of(new Mistake(
                    0, "an expression of " + source.length() + " characters", "at most " + LONGEST + " characters"));
        }
        CelValidationResult result = compile(source, scope.roots().keySet());
        if (result.hasError()) {
            return result.getErrors().stream()
                    .map(issue -> mistake(source, issue, scope))
                    .toList();
        }
        return FieldCheck.of(ast(result), source, scope);
    }

    /// As [#check], of one that must give true or false. What has no type before it has a value is taken.
    public static List<Mistake> checkCondition(String source, Scope scope) {
        List<Mistake> mistakes = check(source, scope);
        if (!mistakes.isEmpty()) {
            return mistakes;
        }
        CelType type = ast(compile(source, scope.roots().keySet())).getResultType();
        return TRUTHS.contains(type.kind())
                ? List.of()
                : List.of(new Mistake(
                        0, "`" + source + "`, which gives " + type.name(), "an expression that gives true or false"));
    }

    /// The value of an expression.
    public static Value evaluate(String source, Bindings bindings) throws EvaluationFailed {
        if (source.length() > LONGEST) {
            throw new EvaluationFailed(source, "it has " + source.length() + " characters; allowed: " + LONGEST);
        }
        CelValidationResult result = compile(source, bindings.roots().keySet());
        if (result.hasError()) {
            throw new EvaluationFailed(
                    source, oneLine(result.getErrors().getFirst().getMessage()));
        }
        return new Results(source).read(evaluate(source, ast(result), bindings.toJava()));
    }

    private static Object evaluate(String source, CelAbstractSyntaxTree tree, Map<String, Object> variables)
            throws EvaluationFailed {
        var budget = new Budget();
        try {
            Object value =
                    Functions.within(budget, () -> RUNTIME.createProgram(tree).eval(variables));
            if (!budget.isSpent()) {
                return value;
            }
        } catch (CelEvaluationException failed) {
            if (!budget.isSpent()) {
                throw new EvaluationFailed(source, reason(failed));
            }
        }
        throw new EvaluationFailed(source, Budget.reason());
    }

    /// Whether an expression may read a name; one that is none may. A field or a text of that name is another thing.
    static boolean reads(String source, String root) {
        CelValidationResult parsed = PARSER.parse(source);
        return parsed.hasError()
                || CelNavigableAst.fromAst(ast(parsed))
                        .getRoot()
                        .allNodes()
                        .map(CelNavigableExpr::expr)
                        .filter(expression -> expression.getKind() == CelExpr.ExprKind.Kind.IDENT)
                        .map(expression -> expression.ident().name())
                        // with the dot it is the same name, from the outermost scope
                        .anyMatch(name -> name.equals(root) || name.equals("." + root));
    }

    private static CelValidationResult compile(String source, Set<String> roots) {
        return COMPILED.get(
                roots,
                source,
                () -> COMPILERS
                        .computeIfAbsent(Set.copyOf(roots), Expression::compiler)
                        .compile(source, "expression"));
    }

    private static CelCompiler compiler(Set<String> roots) {
        var builder = CelCompilerFactory.standardCelCompilerBuilder()
                .setOptions(OPTIONS)
                .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
                .addLibraries(STRINGS);
        roots.forEach(root -> builder.addVar(root, MapType.create(SimpleType.STRING, SimpleType.DYN)));
        return builder.build();
    }

    private static CelAbstractSyntaxTree ast(CelValidationResult result) {
        try {
            return result.getAst();
        } catch (CelValidationException impossible) {
            throw new IllegalStateException("a result without errors has a tree", impossible);
        }
    }

    private static Mistake mistake(String source, CelIssue issue, Scope scope) {
        String expression = "`" + source + "`: " + oneLine(issue.getMessage());
        boolean unknownName = issue.getMessage().startsWith("undeclared reference");
        String allowed = unknownName
                ? "the names " + String.join(", ", scope.roots().keySet()) + " and CEL's functions"
                : "a CEL expression";
        return new Mistake(offset(source, issue), expression, allowed);
    }

    private static int offset(String source, CelIssue issue) {
        int line = issue.getSourceLocation().getLine();
        int start = 0;
        for (int i = 1; i < line; i++) {
            start = source.indexOf('\n', start) + 1;
        }
        return Math.clamp(start + issue.getSourceLocation().getColumn(), 0, source.length());
    }

    private static String reason(CelEvaluationException failed) {
        var reasons = new ArrayList<String>();
        for (Throwable cause = failed; cause != null && reasons.size() < 2; cause = cause.getCause()) {
            String message = oneLine(String.valueOf(cause.getMessage()));
            if (reasons.stream().noneMatch(earlier -> earlier.contains(message) || message.contains(earlier))) {
                reasons.add(message);
            }
        }
        return String.join(": ", reasons);
    }

    private static String oneLine(String message) {
        String line = message.strip().replaceAll("\\s+", " ");
        return line.length() > 300 ? line.substring(0, 300) + "…" : line;
    }
}
