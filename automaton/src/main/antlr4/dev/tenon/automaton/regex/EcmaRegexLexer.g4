// Tokens of an ECMA-262 Pattern (clause 22.2.1), u-mode, with those parts of Annex B.1.2 that EcmaRegexParser names.
// Every text is made of these tokens: what is wrong has a token of its own, so that the message can say what.
lexer grammar EcmaRegexLexer;

BEGIN : '^' ;
END : '$' ;
ANY : '.' ;
OR : '|' ;
STAR : '*' ;
PLUS : '+' ;
OPTIONAL : '?' ;
COUNT : '{' [0-9]+ (',' [0-9]*)? '}' ;

OPEN : '(' ('?:' | '?<' [\p{ID_Start}$_] [\p{ID_Continue}$\u200C\u200D]* '>')? ;
LOOKAHEAD : '(?' [=!] ;
LOOKBEHIND : '(?<' [=!] ;
MODIFIERS : '(?' [a-z\-]+ ':' ;
BAD_GROUP : '(?' ;
CLOSE : ')' ;

CLASS_OPEN : '[' '^'? -> pushMode(CLASS) ;

CLASS_ESCAPE : '\\' [dDsSwW] ;
PROPERTY : '\\' [pP] '{' [A-Za-z0-9_=]* '}' ;
SURROGATE_PAIR : Lead Trail ;
// Annex B: an octal escape that begins with 0, and any punctuation or non-ASCII character after a backslash.
ESCAPE
    : '\\' [fnrtv]
    | '\\c' [A-Za-z]
    | '\\0' ([0-7] [0-7]?)?
    | Hex
    | '\\' ~[A-Za-z0-9]
    ;
BOUNDARY : '\\' [bB] ;
NUMBERED_REFERENCE : '\\' [1-9] [0-9]* ;
NAMED_REFERENCE : '\\k' ('<' ~[<>]* '>')? ;
BAD_ESCAPE : '\\' [A-Zabd-z] ;
// Annex B: before a c that names no control character. Also what a pattern must not end with.
BACKSLASH : '\\' ;
CHAR : . ;

mode CLASS ;

CLASS_CLOSE : ']' -> popMode ;
DASH : '-' ;
CLASS_CLASS_ESCAPE : '\\' [dDsSwW] -> type(CLASS_ESCAPE) ;
CLASS_PROPERTY : '\\' [pP] '{' [A-Za-z0-9_=]* '}' -> type(PROPERTY) ;
CLASS_SURROGATE_PAIR : Lead Trail -> type(SURROGATE_PAIR) ;
// Annex B: octal escapes, \8 and \9, control characters named by a digit or underscore.
CLASS_CHAR_ESCAPE
    : ('\\' [bfnrtv89]
    | '\\c' [A-Za-z0-9_]
    | '\\' ([0-3] [0-7]? [0-7]? | [4-7] [0-7]?)
    | Hex
    | '\\' ~[A-Za-z0-9]) -> type(ESCAPE)
    ;
CLASS_BAD_ESCAPE : '\\' [A-Zabd-z] -> type(BAD_ESCAPE) ;
CLASS_BACKSLASH : '\\' -> type(BACKSLASH) ;
CLASS_CHAR : . -> type(CHAR) ;

fragment H : [0-9a-fA-F] ;
fragment Lead : '\\u' [dD] [89abAB] H H ;
fragment Trail : '\\u' [dD] [c-fC-F] H H ;
fragment Hex
    : '\\x' H H
    | '\\u' H H H H
    | '\\u{' H+ '}'
    ;
