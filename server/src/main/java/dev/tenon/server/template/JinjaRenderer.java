package dev.tenon.server.template;

import com.hubspot.jinjava.Jinjava;
import com.hubspot.jinjava.JinjavaConfig;
import com.hubspot.jinjava.LegacyOverrides;
import com.hubspot.jinjava.el.JinjavaProcessors;
import com.hubspot.jinjava.el.ext.ExtendedParser;
import com.hubspot.jinjava.interpret.Context;
import com.hubspot.jinjava.interpret.RenderResult;
import com.hubspot.jinjava.interpret.TemplateError;
import com.hubspot.jinjava.lib.Importable;
import com.hubspot.jinjava.lib.fn.ELFunctionDefinition;
import com.hubspot.jinjava.random.RandomNumberGeneratorStrategy;
import dev.tenon.toolcalls.TemplateException;
import dev.tenon.toolcalls.TemplateException.Blame;
import java.time.Clock;
import java.util.Collection;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Renders one template with Jinjava, within bounds. Immutable and thread-safe.
 *
 * <p>Tags, filters, tests and functions are those of {@link #ALLOWED}, which are Jinja's own; all others that Jinjava
 * brings are switched off, so that a new one in a later version stays off too. Values are reached through
 * {@link TemplateValues} only. Text in values is never rendered again (nested interpretation is off).
 */
final class JinjaRenderer {
    /** Longest source in characters; the longest templates in use have 20,000. */
    static final int MAX_SOURCE_LENGTH = 1 << 18;

    /** Nodes that one rendering may visit; a conversation of 1,000 messages with 100 tools visits about 100,000. */
    static final int MAX_STEPS = 500_000;

    /** Milliseconds that one rendering may take; it is looked at between nodes. */
    static final long MAX_MILLIS = 10_000;

    /** Characters that a rendering, and any text in it, may have; more than any context takes. */
    static final int MAX_LENGTH = 1 << 23;

    /** Items that a list or a mapping may have. */
    static final int MAX_ITEMS = 100_000;

    private static final int MAX_MACRO_DEPTH = 50;

    private static final Map<Context.Library, Set<String>> ALLOWED = Map.of(
            Context.Library.TAG,
                    Set.of("break", "call", "continue", "do", "elif", "else", "for", "if", "macro", "raw", "set"),
            Context.Library.FILTER,
                    Set.of(
                            "abs",
                            "attr",
                            "bool",
                            "count",
                            "d",
                            "default",
                            "dictsort",
                            "first",
                            "float",
                            "int",
                            "join",
                            "last",
                            "length",
                            "list",
                            "map",
                            "reject",
                            "rejectattr",
                            "reverse",
                            "safe",
                            "select",
                            "selectattr",
                            "sort",
                            "string",
                            "sum",
                            "unique",
                            // Ours, in the place of Jinjava's or beside them.
                            "capitalize",
                            "indent",
                            "items",
                            "lower",
                            "replace",
                            "title",
                            "tojson",
                            "trim",
                            "upper"),
            Context.Library.EXP_TEST,
                    Set.of(
                            "!=",
                            "<",
                            "<=",
                            "==",
                            ">",
                            ">=",
                            "boolean",
                            "defined",
                            "divisibleby",
                            "eq",
                            "equalto",
                            "even",
                            "false",
                            "float",
                            "ge",
                            "greaterthan",
                            "gt",
                            "in",
                            "integer",
                            "iterable",
                            "le",
                            "lessthan",
                            "lower",
                            "lt",
                            "mapping",
                            "ne",
                            "none",
                            "number",
                            "odd",
                            "sameas",
                            "sequence",
                            "string",
                            "true",
                            "truthy",
                            "undefined",
                            "upper"),
            Context.Library.FUNCTION, Set.of(":namespace", ":range"));

    private final String source;
    private final Jinjava jinjava;

    JinjaRenderer(String source, Clock clock) {
        if (source.length() > MAX_SOURCE_LENGTH) {
            throw new TemplateException(Blame.TEMPLATE, 0, "longer than " + MAX_SOURCE_LENGTH + " characters");
        }
        if (source.contains(ExtendedParser.INTERPRETER)) {
            throw new TemplateException(Blame.TEMPLATE, 0, "names what is Jinjava's own");
        }
        // Jinja itself leaves out one newline at the end of a source.
        this.source = source.endsWith("\n") ? source.substring(0, source.length() - 1) : source;
        this.jinjava = new TemplateJinjava(config(clock, disabled(new Jinjava().getGlobalContext())));
        this.jinjava.setResourceLocator((name, charset, interpreter) -> {
            throw new TemplateRaised("templates may not load '" + name + "'");
        });
        TextFilter.all().forEach(jinjava::registerFilter);
        jinjava.registerFilter(new IndentFilter());
        jinjava.registerFilter(new ItemsFilter());
        jinjava.registerFilter(new ToJsonFilter());
        jinjava.registerTag(new GenerationTag());
        jinjava.registerTag(new LoopTag());
        for (ELFunctionDefinition function : TemplateFunctions.all()) {
            jinjava.registerFunction(function);
        }
    }

    private static Map<Context.Library, Set<String>> disabled(Context context) {
        Map<Context.Library, Set<String>> disabled = new HashMap<>();
        disabled.put(Context.Library.TAG, without(context.getAllTags(), Context.Library.TAG));
        disabled.put(Context.Library.FILTER, without(context.getAllFilters(), Context.Library.FILTER));
        disabled.put(Context.Library.EXP_TEST, without(context.getAllExpTests(), Context.Library.EXP_TEST));
        disabled.put(Context.Library.FUNCTION, without(context.getAllFunctions(), Context.Library.FUNCTION));
        return disabled;
    }

    private static Set<String> without(Collection<? extends Importable> all, Context.Library library) {
        return all.stream()
                .map(Importable::getName)
                .filter(name -> !name.startsWith("end") && !isAllowed(library, name))
                .collect(Collectors.toSet());
    }

    /** Whether templates are given the filter, test, tag or function of this name. */
    static boolean isAllowed(Context.Library library, String name) {
        return ALLOWED.getOrDefault(library, Set.of()).contains(name);
    }

    String render(Map<String, Object> variables) {
        RenderResult result;
        try {
            result = jinjava.renderForResult(source, variables);
        } catch (StackOverflowError e) {
            throw new TemplateException(Blame.TEMPLATE, 0, "nested too deeply");
        }
        for (TemplateError error : result.getErrors()) {
            if (error.getSeverity() == TemplateError.ErrorType.FATAL) {
                throw refusal(error);
            }
        }
        return result.getOutput();
    }

    private static JinjavaConfig config(Clock clock, Map<Context.Library, Set<String>> disabled) {
        return JinjavaConfig.newBuilder()
                .withInterperterFactory(BoundedInterpreter.factory())
                .withLocale(Locale.ROOT)
                .withTimeZone(clock.getZone())
                .withDateTimeProvider(clock::millis)
                .withRandomNumberGeneratorStrategy(RandomNumberGeneratorStrategy.CONSTANT_ZERO)
                .withTrimBlocks(true)
                .withLstripBlocks(true)
                .withLegacyOverrides(LegacyOverrides.newBuilder()
                        .withUseTrimmingForNotesAndExpressions(true)
                        .build())
                .withNestedInterpretationEnabled(false)
                .withDisabled(disabled)
                .withElResolver(new TemplateValues())
                .withMaxOutputSize(MAX_LENGTH)
                .withMaxStringLength(MAX_LENGTH)
                .withMaxListSize(MAX_ITEMS)
                .withMaxMapSize(MAX_ITEMS)
                .withEnableRecursiveMacroCalls(true)
                .withMaxMacroRecursionDepth(MAX_MACRO_DEPTH)
                .withProcessors(JinjavaProcessors.newBuilder()
                        .withNodePreProcessor((node, interpreter) -> ((BoundedInterpreter) interpreter).step())
                        .build())
                .build();
    }

    private static TemplateException refusal(TemplateError error) {
        for (Throwable cause = error.getException(); cause != null; cause = cause.getCause()) {
            if (cause instanceof TemplateRaised raised) {
                return new TemplateException(raised.blame(), error.getLineno(), raised.reason());
            }
        }
        return new TemplateException(Blame.TEMPLATE, error.getLineno(), String.valueOf(error.getMessage()));
    }
}
