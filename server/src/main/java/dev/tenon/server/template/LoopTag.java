package dev.tenon.server.template;

import com.hubspot.jinjava.interpret.JinjavaInterpreter;
import com.hubspot.jinjava.lib.tag.Tag;
import com.hubspot.jinjava.tree.Node;
import com.hubspot.jinjava.tree.TagNode;
import com.hubspot.jinjava.util.LengthLimitingStringBuilder;
import com.hubspot.jinjava.util.ObjectTruthValue;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * {@code for} as Jinja has it: {@code for a, b in items if condition}, with {@code else}; a mapping gives its keys and a
 * text its characters; {@code loop} knows the neighbours. Jinjava's own passes over the condition in silence, and gives
 * the values of a mapping.
 */
final class LoopTag implements Tag {
    private static final long serialVersionUID = 1L;

    private static final String LOOP = "loop";
    private static final Pattern HEAD =
            Pattern.compile("\\(?\\s*(\\w+(?:\\s*,\\s*\\w+)*)\\s*\\)?\\s+in\\s+(.+)", Pattern.DOTALL);

    @Override
    public String getName() {
        return "for";
    }

    /** The inside of a tag: names, what to go through, and the condition, empty where there is none. */
    private record Head(List<String> names, String items, String condition) {
        static Head of(String text) {
            Matcher head = HEAD.matcher(text.strip());
            if (!head.matches()) {
                throw new TemplateRaised("'for' takes names, 'in' and an expression");
            }
            List<String> names = Arrays.stream(head.group(1).split(",", -1))
                    .map(String::strip)
                    .toList();
            String rest = head.group(2);
            int at = conditionAt(rest);
            return at < 0
                    ? new Head(names, rest, "")
                    : new Head(names, rest.substring(0, at), rest.substring(at + " if ".length()));
        }

        /** Where a condition begins, outside of brackets and texts; -1 where there is none. */
        private static int conditionAt(String text) {
            int depth = 0;
            char quote = 0;
            for (int i = 0; i < text.length(); i++) {
                char c = text.charAt(i);
                if (quote != 0) {
                    if (c == '\\') {
                        i++;
                    } else if (c == quote) {
                        quote = 0;
                    }
                } else if (c == '\'' || c == '"') {
                    quote = c;
                } else if (c == '(' || c == '[' || c == '{') {
                    depth++;
                } else if (c == ')' || c == ']' || c == '}') {
                    depth--;
                } else if (depth == 0 && text.startsWith(" if ", i)) {
                    return i;
                }
            }
            return -1;
        }
    }

    @Override
    public String interpret(TagNode tag, JinjavaInterpreter interpreter) {
        Head head = Head.of(tag.getHelpers());
        List<@Nullable Object> items = items(interpreter.resolveELExpression(head.items(), tag.getLineNumber()));
        LengthLimitingStringBuilder text = new LengthLimitingStringBuilder(JinjaRenderer.MAX_LENGTH);
        interpreter.enterScope();
        try {
            if (!head.condition().isEmpty()) {
                items = kept(items, head, tag, interpreter);
            }
            if (items.isEmpty()) {
                render(afterElse(tag), null, interpreter, text);
            }
            LoopState loop = new LoopState(items);
            interpreter.getContext().put(LOOP, loop);
            while (loop.hasNext()) {
                bind(head.names(), loop.next(), interpreter);
                render(beforeElse(tag), loop, interpreter, text);
            }
        } finally {
            interpreter.leaveScope();
        }
        return text.toString();
    }

    private static List<@Nullable Object> kept(
            List<@Nullable Object> items, Head head, TagNode tag, JinjavaInterpreter interpreter) {
        List<@Nullable Object> kept = new ArrayList<>();
        for (Object item : items) {
            bind(head.names(), item, interpreter);
            if (ObjectTruthValue.evaluate(interpreter.resolveELExpression(head.condition(), tag.getLineNumber()))) {
                kept.add(item);
            }
        }
        return kept;
    }

    private static List<@Nullable Object> items(@Nullable Object value) {
        return switch (value) {
            case null -> List.of();
            case Map<?, ?> map -> new ArrayList<>(map.keySet());
            case Collection<?> collection -> new ArrayList<>(collection);
            case CharSequence text ->
                text.codePoints().mapToObj(Character::toString).collect(Collectors.toList());
            default -> throw new TemplateRaised("'for' goes through lists, mappings and texts");
        };
    }

    private static void bind(List<String> names, @Nullable Object item, JinjavaInterpreter interpreter) {
        if (names.size() == 1) {
            interpreter.getContext().put(names.get(0), interpreter.wrap(item));
            return;
        }
        List<?> parts = switch (item) {
            case List<?> list -> list;
            case Map.Entry<?, ?> entry -> Arrays.asList(entry.getKey(), entry.getValue());
            case null, default -> List.of();
        };
        if (parts.size() != names.size()) {
            throw new TemplateRaised("'for' has " + names.size() + " names for " + parts.size() + " values");
        }
        for (int i = 0; i < names.size(); i++) {
            interpreter.getContext().put(names.get(i), interpreter.wrap(parts.get(i)));
        }
    }

    private static void render(
            List<Node> nodes,
            @Nullable LoopState loop,
            JinjavaInterpreter interpreter,
            LengthLimitingStringBuilder into) {
        for (Node node : nodes) {
            into.append(node.render(interpreter).getValue());
            if (loop != null && loop.isContinued()) {
                return;
            }
        }
    }

    private static List<Node> beforeElse(TagNode tag) {
        return tag.getChildren().subList(0, elseAt(tag));
    }

    private static List<Node> afterElse(TagNode tag) {
        return tag.getChildren()
                .subList(
                        Math.min(elseAt(tag) + 1, tag.getChildren().size()),
                        tag.getChildren().size());
    }

    private static int elseAt(TagNode tag) {
        int at = 0;
        for (Node child : tag.getChildren()) {
            if (child instanceof TagNode inner && inner.getName().equals("else")) {
                return at;
            }
            at++;
        }
        return at;
    }
}
