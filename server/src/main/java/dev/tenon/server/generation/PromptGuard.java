package dev.tenon.server.generation;

import dev.tenon.automaton.token.Vocabulary;
import dev.tenon.sampler.engine.SpecialTokens;
import dev.tenon.sampler.engine.Tokenizer;
import dev.tenon.toolcalls.ChatMessage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Keeps what people and tools write apart from what a template writes: the name of a special token in a message is text, and
 * never becomes the token, so that no message can end its turn and begin another. Immutable and thread-safe; one for each
 * vocabulary.
 *
 * <p>Before the template is rendered each such name in a message gets another first character, from Unicode's private use
 * area and not in the conversation; afterwards it gets its own back, and is tokenized as text. What earlier replies of the
 * assistant say is left alone, since templates look for tags of reasoning in it.
 */
final class PromptGuard {
    private static final char FIRST_PRIVATE = '\uE000';
    private static final char LAST_PRIVATE = '\uF8FF';

    private final List<String> names;

    PromptGuard(Vocabulary vocabulary) {
        this.names = vocabulary.specialNames().stream()
                .filter(name -> name.length() > 1)
                .sorted(Comparator.comparingInt(String::length).reversed().thenComparing(Comparator.naturalOrder()))
                .toList();
    }

    /** A conversation without names of special tokens, and what to make of its prompt. */
    record Guarded(List<ChatMessage> messages, List<Guard> guards) {}

    /**
     * A name that was changed.
     *
     * @param mark its first character for now
     */
    record Guard(char mark, String name) {
        private String marked() {
            return mark + name.substring(1);
        }
    }

    /** Changes the names in what users and tools say, and in instructions. */
    Guarded guard(List<ChatMessage> messages) {
        List<Guard> guards = new ArrayList<>();
        // Most names begin alike, and most messages hold none of them: their beginnings are looked for first.
        Map<String, Boolean> beginnings = new HashMap<>();
        for (String name : names) {
            if (beginnings.computeIfAbsent(name.substring(0, 2), beginning -> isSaid(beginning, messages))
                    && isSaid(name, messages)) {
                guards.add(new Guard(unused(messages, guards), name));
            }
        }
        if (guards.isEmpty()) {
            return new Guarded(messages, guards);
        }
        return new Guarded(
                messages.stream().map(message -> changed(message, guards)).toList(), guards);
    }

    private static boolean isSaid(String text, List<ChatMessage> messages) {
        return messages.stream()
                .anyMatch(message -> isGuarded(message) && message.content().contains(text));
    }

    private static boolean isGuarded(ChatMessage message) {
        return switch (message) {
            case ChatMessage.System system -> true;
            case ChatMessage.Developer developer -> true;
            case ChatMessage.User user -> true;
            case ChatMessage.Tool tool -> true;
            case ChatMessage.Assistant assistant -> false;
        };
    }

    private static char unused(List<ChatMessage> messages, List<Guard> guards) {
        for (char c = FIRST_PRIVATE; c <= LAST_PRIVATE; c++) {
            char mark = c;
            if (guards.stream().noneMatch(guard -> guard.mark == mark)
                    && messages.stream().noneMatch(message -> message.content().indexOf(mark) >= 0)) {
                return mark;
            }
        }
        throw new RefusedException(
                new Refusal.BadConversation("the messages name special tokens and use all private characters"));
    }

    private static ChatMessage changed(ChatMessage message, List<Guard> guards) {
        return switch (message) {
            case ChatMessage.System system -> new ChatMessage.System(changed(system.content(), guards), system.name());
            case ChatMessage.Developer developer ->
                new ChatMessage.Developer(changed(developer.content(), guards), developer.name());
            case ChatMessage.User user -> new ChatMessage.User(changed(user.content(), guards), user.name());
            case ChatMessage.Tool tool -> new ChatMessage.Tool(tool.toolCallId(), changed(tool.content(), guards));
            case ChatMessage.Assistant assistant -> assistant;
        };
    }

    /** Longer names first: one may hold another. */
    private static String changed(String text, List<Guard> guards) {
        String changed = text;
        for (Guard guard : guards) {
            changed = changed.replace(guard.name, guard.marked());
        }
        return changed;
    }

    /** The tokens of a prompt that was rendered from a guarded conversation. */
    static int[] tokenize(String prompt, List<Guard> guards, Tokenizer tokenizer) {
        int[] tokens = {};
        int from = 0;
        for (int at = 0; at < prompt.length(); at++) {
            String name = nameAt(prompt, at, guards);
            if (!name.isEmpty()) {
                tokens = joined(tokens, part(prompt.substring(from, at), from, tokenizer));
                tokens = joined(tokens, tokenizer.tokenize(name, SpecialTokens.AS_TEXT));
                from = at + name.length();
                at = from - 1;
            }
        }
        return joined(tokens, part(prompt.substring(from), from, tokenizer));
    }

    private static int[] part(String text, int from, Tokenizer tokenizer) {
        return from == 0 ? tokenizer.tokenizePrompt(text) : tokenizer.tokenize(text, SpecialTokens.PARSED);
    }

    private static String nameAt(String prompt, int at, List<Guard> guards) {
        for (Guard guard : guards) {
            if (prompt.charAt(at) == guard.mark) {
                return guard.name;
            }
        }
        return "";
    }

    private static int[] joined(int[] tokens, int[] more) {
        int[] all = Arrays.copyOf(tokens, tokens.length + more.length);
        System.arraycopy(more, 0, all, tokens.length, more.length);
        return all;
    }
}
