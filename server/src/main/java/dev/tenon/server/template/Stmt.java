package dev.tenon.server.template;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A piece of a template that is run for what it writes or sets. Immutable. */
sealed interface Stmt {
    /** The line where it stands, from 1. */
    int line();

    /** Text as it stands. */
    record Data(String text, int line) implements Stmt {}

    /** <code>{{ value }}</code>. */
    record Output(Expr value, int line) implements Stmt {}

    /** {@code do value}: evaluated, not written. */
    record Do(Expr value, int line) implements Stmt {}

    /** {@code if}, its {@code elif}s in order, and {@code else}. */
    record If(List<Branch> branches, List<Stmt> otherwise, int line) implements Stmt {}

    /** A condition and what is run where it holds first. */
    record Branch(Expr condition, List<Stmt> body, int line) {}

    /** {@code for target in items if condition}, with {@code else}. */
    record For(
            Target target,
            Expr items,
            @Nullable Expr condition,
            boolean recursive,
            List<Stmt> body,
            List<Stmt> otherwise,
            int line)
            implements Stmt {}

    /** {@code break}. */
    record Break(int line) implements Stmt {}

    /** {@code continue}. */
    record Continue(int line) implements Stmt {}

    /** {@code set target = value}. */
    record SetValue(Target target, Expr value, int line) implements Stmt {}

    /** {@code set target}, to what the body writes, behind these filters. */
    record SetBlock(Target target, List<AppliedFilter> filters, List<Stmt> body, int line) implements Stmt {}

    /** {@code filter name}: what the body writes, behind these filters. */
    record FilterBlock(List<AppliedFilter> filters, List<Stmt> body, int line) implements Stmt {}

    /** {@code with name = value}. */
    record With(List<Assignment> assignments, List<Stmt> body, int line) implements Stmt {}

    /** A body of its own scope that writes as it would without: {@code generation}. */
    record Block(List<Stmt> body, int line) implements Stmt {}

    /**
     * {@code macro name(parameters)}.
     *
     * @param read the names that its body reads: {@code varargs}, {@code kwargs} and {@code caller} are parameters of a
     *     macro that reads them
     */
    record Macro(String name, List<Parameter> parameters, List<Stmt> body, Set<String> read, int line)
            implements Stmt {}

    /** {@code call(parameters) callee(...)}: what stands inside is given to the callee as {@code caller}. */
    record CallBlock(Expr.Call call, Macro caller, int line) implements Stmt {}

    /** A filter with its arguments, waiting for a value. */
    record AppliedFilter(String name, Expr.CallArguments arguments, int line) {}

    /** What {@code with} sets. */
    record Assignment(Target target, Expr value) {}

    /** A parameter of a macro. */
    record Parameter(String name, @Nullable Expr otherwise) {}

    /** What a value can be given to. */
    sealed interface Target {
        /** A variable. */
        record Variable(String name) implements Target {}

        /** A name of a namespace. */
        record Member(String namespace, String name) implements Target {}

        /** Several, from as many items. */
        record Several(List<Target> targets) implements Target {}
    }
}
