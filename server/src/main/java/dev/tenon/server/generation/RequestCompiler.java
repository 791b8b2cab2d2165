package dev.tenon.server.generation;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.tenon.automaton.dfa.CompileLimits;
import dev.tenon.automaton.dfa.GrammarTooComplexException;
import dev.tenon.automaton.grammar.EmptyLanguageException;
import dev.tenon.automaton.grammar.GrammarException;
import dev.tenon.automaton.match.CompiledGrammar;
import dev.tenon.automaton.match.GrammarCompiler;
import dev.tenon.automaton.match.MaskStatistics;
import dev.tenon.sampler.engine.EngineException;
import dev.tenon.sampler.engine.Tokenizer;
import dev.tenon.schema.ArgumentSyntax;
import dev.tenon.schema.SchemaOptions;
import dev.tenon.schema.SchemaWarning;
import dev.tenon.toolcalls.ChatMessage;
import dev.tenon.toolcalls.ConstraintException;
import dev.tenon.toolcalls.HermesFormat;
import dev.tenon.toolcalls.OutputGrammar;
import dev.tenon.toolcalls.OutputPlan;
import dev.tenon.toolcalls.OutputRequest;
import dev.tenon.toolcalls.PythonJson;
import dev.tenon.toolcalls.ReplyFormat;
import dev.tenon.toolcalls.TemplateException;
import dev.tenon.toolcalls.ToolCallFormat;
import dev.tenon.toolcalls.ToolDefinition;
import dev.tenon.toolcalls.WrittenLanguage;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Makes a prompt and a grammar of a request. Per model; thread-safe. Takes its time with large schemas, so never on an
 * event loop. Grammars are kept by constraint, and two requests that ask for the same one at once compile it once.
 */
public final class RequestCompiler {
    /** Grammars kept, in characters of the constraints they were made of. */
    private static final long CACHE_CHARACTERS = 8 << 20;

    /** What an entry costs beside its text. */
    private static final int ENTRY_CHARACTERS = 1 << 12;

    private final ServedModel model;
    private final SchemaOptions options;
    private final CompileLimits limits;
    private final CompileObserver observer;
    private final GrammarCompiler grammars;
    private final Cache<String, Constraint> constraints;

    private final PromptGuard guard;
    private final ReasoningRules reasoning;
    private final SchemaCache schemas;
    private final Optional<InfillTokens> infill;

    /** A dialect that writes nothing around content. */
    private final ToolCallFormat plain;

    private record Constraint(
            CompiledGrammar grammar,
            Set<String> freeLabels,
            Optional<ArgumentSyntax> arguments,
            List<SchemaWarning> warnings) {}

    /** For a model, with the same options and limits for every request. */
    public RequestCompiler(ServedModel model, SchemaOptions options, CompileLimits limits) {
        this(model, options, limits, CompileObserver.none());
    }

    /** The same, with somebody who is told of every constraint. */
    public RequestCompiler(ServedModel model, SchemaOptions options, CompileLimits limits, CompileObserver observer) {
        this.model = model;
        this.options = options;
        this.limits = limits;
        this.observer = observer;
        this.guard = new PromptGuard(model.engine().vocabulary());
        this.reasoning = new ReasoningRules(model);
        this.infill = InfillTokens.of(model.engine().vocabulary());
        this.plain = new HermesFormat(model.format().controlTokens());
        this.schemas = new SchemaCache(options, limits);
        this.grammars = new GrammarCompiler(model.engine().vocabulary(), limits);
        this.constraints = Caffeine.newBuilder()
                .maximumWeight(CACHE_CHARACTERS)
                .weigher((String key, Constraint value) -> ENTRY_CHARACTERS + key.length())
                .build();
    }

    /** How the masks of its grammars were come by so far. */
    public MaskStatistics maskStatistics() {
        return grammars.maskStatistics();
    }

    /**
     * Compiles a request.
     *
     * @throws RefusedException when a schema cannot be enforced, the template does not take the conversation, a bias names no
     *     token, or the prompt is too long
     */
    public PreparedReply compile(ChatRequest request) {
        checkBiases(request);
        PromptGuard.Guarded guarded = guard.guard(request.messages());
        String text = text(guarded.messages(), request);
        OutputRequest.Reasoning thinking = reasoning.of(request.reasoning(), text);
        Constraint constraint = constraint(request.output().with(thinking), Spoken.IN_DIALECT);
        int[] prompt =
                PromptGuard.tokenize(text, guarded.guards(), model.engine().tokenizer());
        requireRoom(prompt);
        return new PreparedReply(
                prompt,
                constraint.grammar,
                constraint.freeLabels,
                constraint.arguments,
                reasoning.budget(request.reasoning(), thinking),
                constraint.warnings);
    }

    /**
     * Compiles a request for the continuation of a prompt: no template, no dialect, no reasoning, and no tools. The text, or the
     * constrained content, is all there is of a reply.
     *
     * @param request its messages are not read
     * @throws RefusedException when the constraint cannot be enforced, a bias names no token, or the prompt is empty or too long
     */
    public PreparedReply compile(ChatRequest request, GivenPrompt prompt) {
        checkBiases(request);
        Constraint constraint = constraint(request.output(), Spoken.PLAINLY);
        int[] tokens = tokens(prompt);
        if (tokens.length == 0) {
            throw new RefusedException(new Refusal.EmptyPrompt());
        }
        requireRoom(tokens);
        return new PreparedReply(
                tokens, constraint.grammar, constraint.freeLabels, constraint.arguments, null, constraint.warnings);
    }

    private int[] tokens(GivenPrompt prompt) {
        Tokenizer tokenizer = model.engine().tokenizer();
        try {
            return switch (prompt) {
                case GivenPrompt.Text text -> tokenizer.tokenizePrompt(text.text());
                case GivenPrompt.Tokens tokens -> tokens.ids();
                case GivenPrompt.Gap gap ->
                    infill.orElseThrow(() -> new RefusedException(new Refusal.NoInfill()))
                            .prompt(gap.before(), gap.after(), tokenizer);
            };
        } catch (EngineException e) {
            throw new RefusedException(new Refusal.BadPrompt(String.valueOf(e.getMessage())));
        }
    }

    /**
     * The tokens of a request's prompt, whether they leave room for a reply or not.
     *
     * @throws RefusedException when the template does not take the conversation
     */
    public int[] prompt(ChatRequest request) {
        PromptGuard.Guarded guarded = guard.guard(request.messages());
        return PromptGuard.tokenize(
                text(guarded.messages(), request),
                guarded.guards(),
                model.engine().tokenizer());
    }

    private void requireRoom(int[] prompt) {
        int contextLength = model.engine().contextLength();
        if (prompt.length >= contextLength) {
            throw new RefusedException(new Refusal.PromptTooLong(prompt.length, contextLength));
        }
    }

    private void checkBiases(ChatRequest request) {
        int size = model.engine().vocabulary().size();
        for (int tokenId : request.sampling().logitBias().keySet()) {
            if (tokenId >= size) {
                throw new RefusedException(new Refusal.UnknownToken(tokenId, size));
            }
        }
    }

    /** How a reply is written around its content. */
    private enum Spoken {
        /** As the model's family writes replies. */
        IN_DIALECT,
        /** Not at all: the content is the reply. */
        PLAINLY
    }

    private Constraint constraint(OutputRequest output, Spoken spoken) {
        long begin = System.nanoTime();
        AtomicBoolean isNew = new AtomicBoolean();
        CompileObserver.Outcome outcome = CompileObserver.Outcome.REFUSED;
        try {
            Constraint constraint = constraints.get(spoken + "\n" + key(output), key -> {
                isNew.set(true);
                return make(output, spoken);
            });
            outcome = isNew.get() ? CompileObserver.Outcome.COMPILED : CompileObserver.Outcome.FOUND;
            return constraint;
        } catch (ConstraintException e) {
            throw new RefusedException(new Refusal.BadConstraint(e));
        } catch (GrammarTooComplexException | EmptyLanguageException | GrammarException e) {
            throw new RefusedException(new Refusal.BadGrammar(String.valueOf(e.getMessage())));
        } finally {
            observer.onConstraint(outcome, System.nanoTime() - begin);
        }
    }

    private Constraint make(OutputRequest output, Spoken spoken) {
        ToolCallFormat format = switch (spoken) {
            case IN_DIALECT -> model.format();
            case PLAINLY -> plain;
        };
        OutputPlan plan = OutputGrammar.plan(output, format, options, limits, schemas);
        return new Constraint(grammars.compile(plan.grammar()), plan.freeLabels(), plan.arguments(), plan.warnings());
    }

    private String text(List<ChatMessage> messages, ChatRequest request) {
        try {
            return model.prompts().prompt(messages, request.output().tools(), request.variables());
        } catch (TemplateException e) {
            throw new RefusedException(new Refusal.BadConversation(String.valueOf(e.getMessage())));
        }
    }

    /**
     * One line for everything that the grammar depends on: names, which hold no line break, and JSON text, where a line
     * break is escaped, so that no two constraints have one key. The order of members counts, which is why the trees
     * themselves, equal in any order, are not the key.
     */
    private static String key(OutputRequest output) {
        StringBuilder key = new StringBuilder();
        key.append(output.choice()).append('\n').append(output.parallel()).append('\n');
        key.append(output.reasoning()).append('\n');
        switch (output.format()) {
            case ReplyFormat.Text text -> key.append("text\n");
            case ReplyFormat.JsonObject object -> key.append("object\n");
            case ReplyFormat.JsonSchema schema ->
                key.append("schema ").append(schema.schema()).append('\n');
            case ReplyFormat.Choice choice ->
                key.append("choice ").append(PythonJson.write(choice.texts())).append('\n');
            case ReplyFormat.Written written -> written(written.language(), key);
        }
        for (ToolDefinition tool : output.tools()) {
            key.append(tool.name()).append('\n').append(tool.parameters()).append('\n');
            if (tool.input() instanceof ToolDefinition.CustomInput.Written written) {
                written(written.language(), key);
            }
        }
        return key.toString();
    }

    private static void written(WrittenLanguage language, StringBuilder key) {
        key.append(language.notation())
                .append(' ')
                .append(PythonJson.write(language.text()))
                .append('\n');
    }
}
