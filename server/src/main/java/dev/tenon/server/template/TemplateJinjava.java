package dev.tenon.server.template;

import com.hubspot.jinjava.Jinjava;
import com.hubspot.jinjava.JinjavaConfig;
import jinjava.de.odysseus.el.ExpressionFactoryImpl;
import jinjava.javax.el.ExpressionFactory;

/** Jinjava with the expressions of {@link TemplateExpressions}. */
final class TemplateJinjava extends Jinjava {
    private final ExpressionFactoryImpl expressions = TemplateExpressions.factory();

    TemplateJinjava(JinjavaConfig config) {
        super(config);
    }

    @Override
    public ExpressionFactory getExpressionFactory() {
        return expressions;
    }
}
