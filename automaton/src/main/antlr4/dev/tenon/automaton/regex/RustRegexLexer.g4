// Tokens of a regular expression as the Rust crate "regex" takes it (docs.rs/regex, "Syntax"). Every text is made of these
// tokens: what is wrong or not supported has a token of its own, so that the message can say what.
lexer grammar RustRegexLexer;

ANCHOR : '^' | '$' | '\\' [AzbB<>] ;
ANY : '.' ;
OR : '|' ;
STAR : '*' ;
PLUS : '+' ;
OPTIONAL : '?' ;
COUNT : '{' ([0-9]+ (',' [0-9]*)? | ',' [0-9]+) '}' ;
BAD_COUNT : '{' ;

FLAGS : '(?' [a-zA-Z\-]+ ')' ;
OPEN : '(' ('?' [a-zA-Z\-]* ':' | '?' 'P'? '<' [\p{L}_] [\p{L}\p{N}_.[\]]* '>')? ;
LOOK : '(?' '<'? [=!] ;
BAD_GROUP : '(?' ;
CLOSE : ')' ;

// A closing bracket that comes first, and dashes that come first, stand for themselves.
CLASS_OPEN : '[' '^'? (']' | '-'+)? -> pushMode(CLASS) ;

CLASS_ESCAPE : '\\' [dDsSwW] ;
PROPERTY : '\\' [pP] ('{' ~[}]* '}' | [A-Za-z]) ;
ESCAPE
    : '\\' [afnrtv]
    | Hex
    | '\\' ~[A-Za-z0-9<>\u0080-\u{10FFFF}]
    ;
BACKREFERENCE : '\\' [0-9]+ ;
BAD_ESCAPE : '\\' . ;
BACKSLASH : '\\' ;
CHAR : . ;

mode CLASS ;

CLASS_CLOSE : ']' -> popMode ;
NESTED_OPEN : '[' '^'? (']' | '-'+)? -> type(CLASS_OPEN), pushMode(CLASS) ;
POSIX : '[:' '^'? [a-z]+ ':]' ;
AND : '&&' ;
MINUS : '--' ;
XOR : '~~' ;
DASH : '-' ;
CLASS_CLASS_ESCAPE : '\\' [dDsSwW] -> type(CLASS_ESCAPE) ;
CLASS_PROPERTY : '\\' [pP] ('{' ~[}]* '}' | [A-Za-z]) -> type(PROPERTY) ;
CLASS_CHAR_ESCAPE
    : ('\\' [afnrtv]
    | Hex
    | '\\' ~[A-Za-z0-9<>\u0080-\u{10FFFF}]) -> type(ESCAPE)
    ;
CLASS_BAD_ESCAPE : '\\' . -> type(BAD_ESCAPE) ;
CLASS_BACKSLASH : '\\' -> type(BACKSLASH) ;
CLASS_CHAR : . -> type(CHAR) ;

fragment H : [0-9a-fA-F] ;
fragment Hex
    : '\\x' H H
    | '\\u' H H H H
    | '\\U' H H H H H H H H
    | '\\' [xuU] '{' H+ '}'
    ;
