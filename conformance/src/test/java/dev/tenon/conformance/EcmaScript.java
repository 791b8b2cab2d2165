package dev.tenon.conformance;

import com.networknt.schema.regex.RegularExpression;
import com.networknt.schema.regex.RegularExpressionFactory;
import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.Engine;
import org.graalvm.polyglot.PolyglotException;
import org.graalvm.polyglot.Value;

/**
 * Regular expressions of ECMA-262 by an implementation of ECMA-262: GraalJS. Thread-safe; one text is matched at a time.
 *
 * <p>What java.util.regex reads in a pattern is another language: its {@code \s} lacks the spaces of Unicode, its {@code .} more
 * line terminators, a {@code [} within a class opens a class. A pattern is read with the flag {@code u}, and where that fails
 * without, which is Annex B: as the compiler says it reads them.
 */
final class EcmaScript implements RegularExpressionFactory {
    static final EcmaScript INSTANCE = new EcmaScript();

    private final Value matcherOf;

    private EcmaScript() {
        Engine engine = Engine.newBuilder("js")
                // It interprets, on a JVM that is not GraalVM's, and need not say so.
                .option("engine.WarnInterpreterOnly", "false")
                .build();
        Context context = Context.newBuilder("js").engine(engine).build();
        matcherOf = context.eval(
                "js", "(pattern, flags) => { const r = new RegExp(pattern, flags); return text => r.test(text); }");
    }

    @Override
    public synchronized RegularExpression getRegularExpression(String pattern) {
        Value matcher;
        try {
            matcher = matcherOf.execute(pattern, "u");
        } catch (PolyglotException e) {
            try {
                matcher = matcherOf.execute(pattern, "");
            } catch (PolyglotException second) {
                throw new IllegalArgumentException(second.getMessage(), second);
            }
        }
        Value found = matcher;
        return text -> matches(found, text);
    }

    private synchronized boolean matches(Value matcher, String text) {
        return matcher.execute(text).asBoolean();
    }
}
