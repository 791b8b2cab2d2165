package dev.tenon.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.ExecutionContext;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaContext;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.dialect.DefaultDialectRegistry;
import com.networknt.schema.dialect.Dialect;
import com.networknt.schema.format.EmailFormat;
import com.networknt.schema.format.Format;
import com.networknt.schema.format.IdnEmailFormat;
import com.networknt.schema.keyword.AbstractKeyword;
import com.networknt.schema.keyword.AnnotationKeyword;
import com.networknt.schema.keyword.KeywordValidator;
import com.networknt.schema.keyword.MultipleOfValidator;
import java.math.BigDecimal;

/**
 * networknt's dialects, without what it is known to have wrong. Each correction asks the library's own code, and only about
 * something else.
 *
 * <ul>
 *   <li>{@code id}, after draft 4, is a keyword like any other that is not known. networknt knows it, has no meaning for it, and
 *       fails where it meets it below {@code definitions}.
 *   <li>{@code multipleOf} divides by value, however many digits there are (Validation 2020-12, section 6.2.1). networknt
 *       divides doubles where 64 bits are not enough.
 *   <li>{@code email} and {@code idn-email} take any domain of letters, digits and hyphens (RFC 5321, section 4.1.2).
 *       networknt knows a list of top-level domains. So an address is asked about a second time with one of these put behind
 *       its domain: all else that is wrong with it stays wrong.
 *   <li>{@code contentEncoding} and {@code contentMediaType} are annotations (Validation 2019-09, section 8.1); in draft 7, which
 *       leaves it open (section 8.2), too. networknt asserts them there.
 * </ul>
 */
final class Corrections extends DefaultDialectRegistry {
    private static final String ID = "id";
    private static final String KNOWN_DOMAIN = ".com";

    @Override
    public Dialect getDialect(String dialectId, SchemaRegistry registry) {
        Dialect dialect = super.getDialect(dialectId, registry);
        Dialect.Builder corrected = Dialect.builder(dialect)
                .keyword(new ExactMultipleOf())
                .keyword(new AnnotationKeyword("contentEncoding"))
                .keyword(new AnnotationKeyword("contentMediaType"))
                .format(new AnyDomain(new EmailFormat()))
                .format(new AnyDomain(new IdnEmailFormat()));
        if (!dialect.getIdKeyword().equals(ID)) {
            corrected.keyword(new AnnotationKeyword(ID));
        }
        return corrected.build();
    }

    private static final class ExactMultipleOf extends AbstractKeyword {
        private ExactMultipleOf() {
            super("multipleOf");
        }

        @Override
        public KeywordValidator newValidator(
                SchemaLocation location, JsonNode value, Schema parent, SchemaContext context) {
            return new MultipleOfValidator(location, value, parent, context) {
                @Override
                protected BigDecimal getDivisor(JsonNode node) {
                    return node.decimalValue();
                }

                @Override
                protected BigDecimal getDividend(JsonNode node) {
                    return node.isNumber() ? node.decimalValue() : BigDecimal.ZERO;
                }
            };
        }
    }

    private record AnyDomain(Format own) implements Format {
        @Override
        public String getName() {
            return own.getName();
        }

        @Override
        public String getMessageKey() {
            return own.getMessageKey();
        }

        @Override
        public boolean matches(ExecutionContext context, String address) {
            return own.matches(context, address)
                    || (!address.endsWith("]") && own.matches(context, address + KNOWN_DOMAIN));
        }
    }
}
