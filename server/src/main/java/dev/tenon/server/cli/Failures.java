package dev.tenon.server.cli;

import dev.tenon.automaton.dfa.GrammarTooComplexException;
import dev.tenon.automaton.grammar.EmptyLanguageException;
import dev.tenon.automaton.grammar.GrammarException;
import dev.tenon.sampler.engine.ContextFullException;
import dev.tenon.sampler.engine.EngineException;
import dev.tenon.sampler.parts.PartException;
import dev.tenon.schema.SchemaException;
import dev.tenon.server.generation.Refusal;
import dev.tenon.server.generation.RefusedException;
import dev.tenon.toolcalls.TemplateException;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** What a person is told when a command fails: one message and an exit code, and a stack trace only on request. */
final class Failures implements IExecutionExceptionHandler, IParameterExceptionHandler {
    /** The option that shows stack traces. */
    static final String STACKTRACE = "--stacktrace";

    private static final int MAX_MESSAGE = 2_000;

    private record Failure(ExitCode exitCode, String message) {}

    @Override
    public int handleExecutionException(Exception failure, CommandLine command, ParseResult parsed) {
        Failure told = explain(failure);
        command.getErr().println(name(command) + ": " + told.message());
        if (wantsStackTrace(command)) {
            failure.printStackTrace(command.getErr());
        } else if (told.exitCode() == ExitCode.DEFECT) {
            command.getErr().println("This is a defect of Tenon; run it with " + STACKTRACE + " and report it.");
        }
        command.getErr().flush();
        return told.exitCode().code();
    }

    @Override
    public int handleParseException(ParameterException failure, String[] arguments) {
        CommandLine command = failure.getCommandLine();
        command.getErr().println(name(command) + ": " + shorten(failure.getMessage()) + source(failure));
        if (!CommandLine.UnmatchedArgumentException.printSuggestions(failure, command.getErr())) {
            command.getErr().println("Try '" + name(command) + " --help'.");
        }
        command.getErr().flush();
        return ExitCode.MISUSE.code();
    }

    /** Where a value that is no good was set, unless it was on the command line. */
    private static String source(ParameterException failure) {
        return failure.getCommandLine().getDefaultValueProvider() instanceof Settings settings
                        && failure.getArgSpec() instanceof OptionSpec option
                ? settings.source(option)
                        .map(source -> " (from " + source + ")")
                        .orElse("")
                : "";
    }

    /** {@code tenon check}; {@code tenon} for the root. */
    private static String name(CommandLine command) {
        return command.getCommandSpec().qualifiedName(" ");
    }

    private static boolean wantsStackTrace(CommandLine command) {
        CommandLine root = command;
        while (root.getParent() != null) {
            root = root.getParent();
        }
        return root.getCommand() instanceof TenonCommand tenon && tenon.wantsStackTrace();
    }

    private static Failure explain(Exception failure) {
        return switch (failure) {
            case CommandFailure known -> new Failure(known.exitCode(), shorten(known.getMessage()));
            case PartException missing -> new Failure(ExitCode.MISSING, shorten(missing.getMessage()));
            case RefusedException refused -> new Failure(ExitCode.MISUSE, shorten(describe(refused.refusal())));
            case SchemaException schema -> new Failure(ExitCode.MISUSE, shorten(describe(schema)));
            case EmptyLanguageException empty -> new Failure(ExitCode.MISUSE, shorten(empty.getMessage()));
            case GrammarException grammar -> new Failure(ExitCode.MISUSE, shorten(grammar.getMessage()));
            case GrammarTooComplexException complex -> new Failure(ExitCode.MISUSE, shorten(complex.getMessage()));
            case TemplateException template -> new Failure(ExitCode.MISUSE, shorten(template.getMessage()));
            case ContextFullException full -> new Failure(ExitCode.MISUSE, shorten(full.getMessage()));
            case EngineException engine -> new Failure(ExitCode.MISUSE, shorten(engine.getMessage()));
            default -> new Failure(ExitCode.DEFECT, shorten("unexpected: " + failure));
        };
    }

    private static String describe(Refusal refusal) {
        return switch (refusal) {
            case Refusal.PromptTooLong tooLong ->
                "the prompt has " + tooLong.promptTokens() + " tokens and the model holds " + tooLong.contextLength()
                        + "; shorten it";
            case Refusal.BadConstraint constraint -> describe(constraint.cause().cause());
            case Refusal.BadGrammar grammar -> grammar.reason();
            case Refusal.BadConversation conversation -> conversation.reason();
            case Refusal.UnknownToken token -> "the model has no token " + token.tokenId();
            case Refusal.UnknownModel unknown -> "there is no model " + unknown.name();
            case Refusal.BrokenModel broken -> "the model " + broken.id() + " cannot be loaded: " + broken.reason();
            case Refusal.NotCapable other ->
                "the model is not made for " + other.lacking().word();
            case Refusal.EmptyPrompt empty -> "the prompt is empty";
            case Refusal.NoInfill none -> "the model has no tokens for filling gaps";
            case Refusal.BadPrompt prompt -> prompt.reason();
            case Refusal.QueueFull full -> "the queue is full";
            case Refusal.TimedOut late -> "not finished within " + late.time().toSeconds() + " s";
            case Refusal.Stopping stopping -> "stopping";
        };
    }

    /** Pointer, keyword and reason. */
    static String describe(SchemaException failure) {
        String keyword = failure.keyword();
        boolean named = keyword.isEmpty() || failure.pointer().endsWith("/" + keyword);
        return pointer(failure.pointer()) + (named ? "" : " (keyword \"" + keyword + "\")") + ": " + failure.reason();
    }

    /** A JSON Pointer for a person, who would not see an empty one. */
    static String pointer(String pointer) {
        return pointer.isEmpty() ? "(root)" : pointer;
    }

    private static String shorten(@org.jspecify.annotations.Nullable String message) {
        String known = message == null ? "no message" : message;
        return known.length() <= MAX_MESSAGE ? known : known.substring(0, MAX_MESSAGE) + "...";
    }
}
