package dev.tenon.server.template;

import com.hubspot.jinjava.interpret.JinjavaInterpreter;
import com.hubspot.jinjava.lib.exptest.ExpTest;
import com.hubspot.jinjava.lib.filter.Filter;
import com.hubspot.jinjava.objects.SafeString;
import com.hubspot.jinjava.objects.collections.SizeLimitingPyList;
import java.beans.FeatureDescriptor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import jinjava.javax.el.ELContext;
import jinjava.javax.el.ELException;
import jinjava.javax.el.ELResolver;
import org.jspecify.annotations.Nullable;

/**
 * All that a template can do with a value: the members of mappings, the items of lists and of text, the properties of
 * {@code loop}, and those methods of Python's that are listed here. There is no reflection, so no Java method and no
 * class is ever within reach. Immutable and thread-safe.
 */
final class TemplateValues extends ELResolver {
    /** The pairs of a mapping. */
    static List<Object> items(Map<?, ?> map) {
        List<Object> pairs = new ArrayList<>(map.size());
        map.forEach((key, value) -> pairs.add(list(new ArrayList<>(Arrays.asList(key, value)))));
        return pairs;
    }

    private static SizeLimitingPyList list(List<Object> items) {
        return new SizeLimitingPyList(items, JinjaRenderer.MAX_ITEMS);
    }

    @Override
    public @Nullable Object getValue(ELContext context, @Nullable Object base, @Nullable Object property) {
        context.setPropertyResolved(true);
        if (base == null || property == null) {
            return null;
        }
        String name = property.toString();
        if (base instanceof Map<?, ?> map) {
            return map.get(name);
        } else if (base instanceof List<?> list) {
            return item(list, name);
        } else if (base instanceof String || base instanceof SafeString) {
            String text = base.toString();
            int at = at(name, text.length());
            return at < 0 ? null : text.substring(at, at + 1);
        } else if (base instanceof LoopState loop) {
            return loopProperty(loop, name);
        }
        return null;
    }

    private static @Nullable Object item(List<?> list, String index) {
        int at = at(index, list.size());
        return at < 0 ? null : list.get(at);
    }

    /** The place that an index names, counted from the end where it is negative; -1 where there is none. */
    private static int at(String index, int length) {
        if (!index.matches("-?\\d{1,9}")) {
            return -1;
        }
        int number = Integer.parseInt(index);
        int at = number < 0 ? number + length : number;
        return at >= 0 && at < length ? at : -1;
    }

    private static @Nullable Object loopProperty(LoopState loop, String name) {
        return switch (name) {
            case "index" -> loop.getIndex();
            case "index0" -> loop.getIndex0();
            case "revindex" -> loop.getRevindex();
            case "revindex0" -> loop.getRevindex0();
            case "first" -> loop.isFirst();
            case "last" -> loop.isLast();
            case "length" -> loop.getLength();
            case "previtem" -> loop.previous();
            case "nextitem" -> loop.following();
            default -> null;
        };
    }

    @Override
    public @Nullable Object invoke(
            ELContext context,
            @Nullable Object base,
            @Nullable Object method,
            Class<?> @Nullable [] types,
            @Nullable Object @Nullable [] arguments) {
        context.setPropertyResolved(true);
        String name = String.valueOf(method);
        @Nullable Object[] given = arguments == null ? new Object[0] : arguments;
        if (base instanceof Filter filter) {
            return filter(filter, name, given);
        } else if (base instanceof ExpTest test) {
            return test(test, name, given);
        } else if (base instanceof String || base instanceof SafeString) {
            Object result = PythonStrings.call(base.toString(), name, given);
            return result instanceof List<?> parts ? list(new ArrayList<>(parts)) : result;
        } else if (base instanceof Map<?, ?> map) {
            return mapMethod(map, name, given);
        } else if (base instanceof List<?> list) {
            return listMethod(list, name, given);
        }
        throw new ELException("there is no method '" + name + "' here");
    }

    @SuppressWarnings("unchecked") // Jinjava's own call: the value, the interpreter, the arguments by place, by name.
    private static @Nullable Object filter(Filter filter, String method, @Nullable Object[] given) {
        if (!method.equals("filter") || given.length != 4) {
            throw new ELException("a filter has no method '" + method + "'");
        }
        BoundedInterpreter interpreter = (BoundedInterpreter) Objects.requireNonNull(given[1]);
        interpreter.weigh(given[0]);
        return filter.filter(given[0], interpreter, (Object[]) given[2], (Map<String, Object>) given[3]);
    }

    private static boolean test(ExpTest test, String method, @Nullable Object[] given) {
        Object[] more = Arrays.copyOfRange(given, 2, given.length);
        JinjavaInterpreter interpreter = (JinjavaInterpreter) given[1];
        return switch (method) {
            case "evaluate" -> test.evaluate(given[0], interpreter, more);
            case "evaluateNegated" -> test.evaluateNegated(given[0], interpreter, more);
            default -> throw new ELException("a test has no method '" + method + "'");
        };
    }

    private static @Nullable Object mapMethod(Map<?, ?> map, String name, @Nullable Object[] given) {
        return switch (name) {
            case "items" -> list(items(map));
            case "keys" -> list(new ArrayList<>(map.keySet()));
            case "values" -> list(new ArrayList<>(map.values()));
            case "get" -> {
                Object value = given.length == 0 ? null : map.get(String.valueOf(given[0]));
                yield value == null && given.length > 1 ? given[1] : value;
            }
            default -> throw new ELException("a mapping has no method '" + name + "'");
        };
    }

    @SuppressWarnings("unchecked") // Only lists that the template made itself take items; the others refuse.
    private static @Nullable Object listMethod(List<?> list, String name, @Nullable Object[] given) {
        switch (name) {
            case "append" -> ((List<@Nullable Object>) list).add(given[0]);
            case "pop" -> {
                return list.isEmpty() ? null : list.remove(list.size() - 1);
            }
            case "index" -> {
                return list.indexOf(given[0]);
            }
            case "count" -> {
                return Collections.frequency(list, given[0]);
            }
            default -> throw new ELException("a list has no method '" + name + "'");
        }
        return null;
    }

    @Override
    public @Nullable Class<?> getType(ELContext context, @Nullable Object base, @Nullable Object property) {
        return Object.class;
    }

    @Override
    public void setValue(ELContext context, @Nullable Object base, @Nullable Object property, @Nullable Object value) {
        throw new ELException("values are not written to in expressions");
    }

    @Override
    public boolean isReadOnly(ELContext context, @Nullable Object base, @Nullable Object property) {
        return true;
    }

    @Override
    public Iterator<FeatureDescriptor> getFeatureDescriptors(ELContext context, @Nullable Object base) {
        return Collections.emptyIterator();
    }

    @Override
    public Class<?> getCommonPropertyType(ELContext context, @Nullable Object base) {
        return Object.class;
    }
}
