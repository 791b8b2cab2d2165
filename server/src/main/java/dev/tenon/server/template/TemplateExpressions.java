package dev.tenon.server.template;

import com.hubspot.jinjava.el.TruthyTypeConverter;
import com.hubspot.jinjava.el.ext.AdditionOperator;
import com.hubspot.jinjava.el.ext.AstNamedParameter;
import com.hubspot.jinjava.el.ext.ExtendedParser;
import com.hubspot.jinjava.el.ext.ExtendedScanner;
import com.hubspot.jinjava.el.ext.NamedParameterOperator;
import com.hubspot.jinjava.interpret.Context;
import jinjava.de.odysseus.el.ExpressionFactoryImpl;
import jinjava.de.odysseus.el.misc.TypeConverter;
import jinjava.de.odysseus.el.tree.TreeStore;
import jinjava.de.odysseus.el.tree.impl.Builder;
import jinjava.de.odysseus.el.tree.impl.Cache;
import jinjava.de.odysseus.el.tree.impl.Parser;
import jinjava.de.odysseus.el.tree.impl.Scanner;
import jinjava.de.odysseus.el.tree.impl.ast.AstBinary;
import jinjava.de.odysseus.el.tree.impl.ast.AstIdentifier;
import jinjava.de.odysseus.el.tree.impl.ast.AstNode;
import org.jspecify.annotations.Nullable;

/**
 * Jinjava's expression language, closer to Jinja's in five places where chat templates tell the two apart.
 *
 * <ul>
 *   <li>{@code f(last=n - 1)}: the value of a named argument is a whole expression, not its first term.
 *   <li>{@code n+1}: a plus sign before a digit adds.
 *   <li>{@code messages[::-1]}: backwards.
 *   <li>{@code 'a' + x} where {@code x} is not there is refused; it is not the text {@code anull}.
 *   <li>A filter or a test that is not known is refused; it does not make the value vanish.
 * </ul>
 *
 * Length and nesting of an expression are bounded, as the parser recurses.
 */
final class TemplateExpressions extends Builder {
    private static final long serialVersionUID = 1L;

    /** Characters of one expression; the longest in use have 1,400. */
    static final int MAX_LENGTH = 1 << 14;

    /** Expressions inside of expressions. */
    static final int MAX_DEPTH = 32;

    private static final int CACHED_TREES = 1000;

    private TemplateExpressions() {
        super(Feature.METHOD_INVOCATIONS, Feature.VARARGS);
    }

    static ExpressionFactoryImpl factory() {
        return new ExpressionFactoryImpl(
                new TreeStore(new TemplateExpressions(), new Cache(CACHED_TREES)), new TruthyTypeConverter());
    }

    @Override
    protected Parser createParser(String expression) {
        if (expression.length() > MAX_LENGTH) {
            throw new TemplateRaised("an expression is longer than " + MAX_LENGTH + " characters");
        }
        return new PythonParser(this, expression.replace("[::-1]", "|reverse|list"));
    }

    private static final class PythonParser extends ExtendedParser {
        private int depth;

        PythonParser(Builder builder, String expression) {
            super(builder, expression);
        }

        @Override
        protected Scanner createScanner(String expression) {
            return new PythonScanner(expression);
        }

        @Override
        protected @Nullable AstNode expr(boolean required) throws Scanner.ScanException, ParseException {
            if (++depth > MAX_DEPTH) {
                throw new TemplateRaised("an expression nests more than " + MAX_DEPTH + " levels");
            }
            try {
                boolean named = getToken().getSymbol() == Scanner.Symbol.IDENTIFIER
                        && lookahead(0).equals(NamedParameterOperator.TOKEN);
                if (!named) {
                    return super.expr(required);
                }
                AstIdentifier name = identifier(consumeToken().getImage());
                consumeToken();
                return new AstNamedParameter(name, super.expr(true));
            } finally {
                depth--;
            }
        }

        @Override
        protected AstIdentifier createAstIdentifier(String name, int index) {
            requireKnown(name, FILTER_PREFIX, Context.Library.FILTER);
            requireKnown(name, EXPTEST_PREFIX, Context.Library.EXP_TEST);
            return super.createAstIdentifier(name, index);
        }

        private static void requireKnown(String name, String prefix, Context.Library library) {
            if (name.startsWith(prefix) && !JinjaRenderer.isAllowed(library, name.substring(prefix.length()))) {
                throw new TemplateRaised("'" + name.substring(prefix.length()) + "' is no filter or test");
            }
        }

        @Override
        protected AstBinary createAstBinary(AstNode left, AstNode right, AstBinary.Operator operator) {
            return super.createAstBinary(
                    left, right, operator.equals(AdditionOperator.OP) ? PythonAddition.INSTANCE : operator);
        }
    }

    private static final class PythonScanner extends ExtendedScanner {
        PythonScanner(String expression) {
            super(expression);
        }

        @Override
        protected Token nextEval() throws ScanException {
            return getInput().charAt(getPosition()) == '+' ? fixed(Symbol.PLUS) : super.nextEval();
        }
    }

    private static final class PythonAddition extends AdditionOperator {
        static final PythonAddition INSTANCE = new PythonAddition();

        @Override
        protected Object apply(TypeConverter converter, @Nullable Object left, @Nullable Object right) {
            if (left == null || right == null) {
                throw new TemplateRaised("'+' with a value that is not there");
            }
            return super.apply(converter, left, right);
        }
    }
}
