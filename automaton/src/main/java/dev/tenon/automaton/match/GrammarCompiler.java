package dev.tenon.automaton.match;

import dev.tenon.automaton.dfa.ByteDfa;
import dev.tenon.automaton.dfa.CompileLimits;
import dev.tenon.automaton.dfa.GrammarTooComplexException;
import dev.tenon.automaton.grammar.EmptyLanguageException;
import dev.tenon.automaton.grammar.Expr;
import dev.tenon.automaton.grammar.ExprRewriter;
import dev.tenon.automaton.grammar.Grammar;
import dev.tenon.automaton.grammar.GrammarException;
import dev.tenon.automaton.grammar.TextMachine;
import dev.tenon.automaton.token.Vocabulary;
import dev.tenon.automaton.token.Vocabulary.TokenKind;
import java.util.BitSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * Compiles grammars for one vocabulary; one per model, shared by all requests, thread-safe.
 *
 * <pre>{@code
 * GrammarCompiler compiler = new GrammarCompiler(vocabulary, CompileLimits.defaults());
 * Matcher matcher = compiler.compile(grammar).matcher();
 * while (!matcher.isFinished()) {
 *     int token = sample(logits(), matcher.mask());
 *     matcher.accept(token);
 * }
 * }</pre>
 *
 * <p>Compiling does no work on the vocabulary: masks are worked out where a matcher asks for them, and kept here.
 */
public final class GrammarCompiler {
    private final Vocabulary vocabulary;
    private final CompileLimits limits;
    private final MaskEngine masks;
    private final LexemeCache lexemes;
    /** Bytes that some token spells alone. */
    private final BitSet spellable;

    /** A compiler for a vocabulary; builds the vocabulary's token trie where it is not built yet. */
    public GrammarCompiler(Vocabulary vocabulary, CompileLimits limits) {
        this.vocabulary = vocabulary;
        this.limits = limits;
        this.masks = new MaskEngine(vocabulary);
        this.lexemes = new LexemeCache(limits);
        this.spellable = vocabulary.singleByteTokens();
    }

    /** How the masks of its grammars were come by so far. */
    public MaskStatistics maskStatistics() {
        return masks.statistics();
    }

    /** The vocabulary that masks are over. */
    public Vocabulary vocabulary() {
        return vocabulary;
    }

    /**
     * The grammar over this vocabulary. O(size of the grammar).
     *
     * <p>Where the vocabulary has no token for some single byte, texts with that byte are left out: a matcher must be
     * able to reach every byte of what it allows, or it could run into a dead end in the middle of a code point.
     *
     * @throws EmptyLanguageException when no text matches the grammar, or none that the vocabulary can spell
     * @throws GrammarException for left recursion and repetitions of the empty text
     * @throws GrammarTooComplexException beyond the limits
     */
    public CompiledGrammar compile(Grammar grammar) {
        ExprTable table = ExprTable.of(grammar);
        Grammar known = grammar;
        if (hasUnknownTokens(table)) {
            known = rewrite(grammar, this::withKnownTokens);
            table = ExprTable.of(known);
        }
        Grammar pruned = Pruner.prune(known, table, limits);
        table = tableOf(pruned, known, table);
        if (spellable.cardinality() < 256) {
            try {
                pruned = Pruner.prune(rewrite(pruned, this::spelled), limits);
            } catch (EmptyLanguageException e) {
                throw new EmptyLanguageException(
                        "no text of the grammar can be spelled with the vocabulary: it has no token for "
                                + (256 - spellable.cardinality()) + " of the 256 bytes");
            }
            table = ExprTable.of(pruned);
        }
        return new CompiledGrammar(masks, link(pruned, table));
    }

    @SuppressWarnings("ReferenceEquality") // a grammar that nothing was removed from is the same object
    private static ExprTable tableOf(Grammar pruned, Grammar known, ExprTable table) {
        return pruned == known ? table : ExprTable.of(pruned);
    }

    private boolean hasUnknownTokens(ExprTable table) {
        for (int number = 0; number < table.size(); number++) {
            if (table.expr(number) instanceof Expr.SpecialToken token
                    && !withKnownTokens(token).equals(token)) {
                return true;
            }
        }
        return false;
    }

    /** Arrays whose distinct elements run out of values are pruned like any part without a text. */
    private Node link(Grammar pruned, ExprTable prunedTable) {
        Grammar current = pruned;
        ExprTable table = prunedTable;
        while (true) {
            Program.Linked linked = Program.link(current, table, lexemes);
            Set<Expr.Elements> unfillable = linked.unfillable();
            if (unfillable.isEmpty()) {
                return linked.root();
            }
            current = Pruner.prune(
                    rewrite(
                            current,
                            node -> node instanceof Expr.Elements array && unfillable.contains(array)
                                    ? Pruner.NEVER
                                    : node),
                    limits);
            table = ExprTable.of(current);
        }
    }

    private static Grammar rewrite(Grammar grammar, UnaryOperator<Expr> change) {
        Grammar.Builder builder = Grammar.builder();
        for (Grammar.Rule rule : grammar.rules()) {
            builder.define(builder.declare(rule.name()), ExprRewriter.rewrite(rule.body(), change));
        }
        return builder.build(ExprRewriter.rewrite(grammar.root(), change));
    }

    private Expr withKnownTokens(Expr node) {
        if (!(node instanceof Expr.SpecialToken token)) {
            return node;
        }
        List<Integer> known = token.tokenIds().stream()
                .filter(id -> id >= 0 && id < vocabulary.size() && vocabulary.kind(id) == TokenKind.CONTROL)
                .toList();
        return known.size() == token.tokenIds().size() ? node : new Expr.SpecialToken(known);
    }

    private Expr spelled(Expr node) {
        if (node instanceof Expr.Lexeme lexeme) {
            ByteDfa dfa = Program.restricted(lexeme.dfa(), spellable);
            return dfa.equals(lexeme.dfa()) ? lexeme : new Expr.Lexeme(dfa, lexeme.minUnits(), lexeme.maxUnits());
        }
        if (node instanceof Expr.Stepped stepped) {
            // Which of its states could still be completed without some bytes only the machine could tell.
            return holdsOnly(stepped.machine(), spellable) ? node : Pruner.NEVER;
        }
        if (node instanceof Expr.Interleave object) {
            ByteDfa keys = Program.restricted(object.keys(), spellable);
            return keys.equals(object.keys())
                    ? object
                    : new Expr.Interleave(
                            keys,
                            object.members(),
                            object.separator(),
                            object.order(),
                            object.minCount(),
                            object.maxCount(),
                            object.demands());
        }
        return node;
    }

    private static boolean holdsOnly(TextMachine machine, BitSet bytes) {
        for (int b = bytes.nextClearBit(0); b < 256; b = bytes.nextClearBit(b + 1)) {
            if (machine.holds(b)) {
                return false;
            }
        }
        return true;
    }
}
