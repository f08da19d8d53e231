// Goal: what is no program of the small language is told with its place, and what is one means what Go says.
// Method: a mistake of each kind; small programs with what they print and how they end.
import { describe, expect, it } from 'vitest';
import { loadEscape } from '../../../models/escape/load.ts';
import { runEscape } from '../../../models/escape/machine.ts';
import type { Placing } from '../../../models/escape/memory.ts';

function main(...lines: readonly string[]): string {
  return `type T struct {\n\tv int\n\tp *int\n}\n\nvar g *int\n\nfunc f(x int, p *int) (int, *int) { return x, p }\n\nfunc main() {\n${lines.join('\n')}\n}\n`;
}

describe('a mistake', () => {
  it.each([
    ['x := ?', 'a.go:11:6: the language has no "?"'],
    ['x := 99999999999999', 'a.go:11:6: the number 99999999999999 is too large'],
    ['x := 1 +', "a.go:12:1: expected an expression, found '}'"],
    ['x := (1', "a.go:11:8: expected ')', found the end of the line"],
    ['var x Tt', 'a.go:11:7: there is no type Tt (did you mean T?)'],
    ['x := 1\nx := 2', 'a.go:12:1: x is declared twice'],
    ['var range int', "a.go:11:5: expected the name of a variable, found 'range'"],
    ['println(y)', 'a.go:11:9: nothing is called y here'],
    ['gg = nil', 'a.go:11:1: nothing is called gg here (did you mean g?)'],
    ['g = 1', 'a.go:11:5: a value of type int where *int is needed'],
    ['t := T{1}', 'a.go:11:7: T has 2 fields, and not 1'],
    ['t := T{}\nt.w = 1', 'a.go:12:2: T has no field w (did you mean v?)'],
    ['x := 1\nx()', 'a.go:12:2: x is int, which cannot be called'],
    ['a := f(1, nil)', 'a.go:11:7: f(1, nil) has not one value'],
    ['a, b := f(1)', 'a.go:11:10: f takes 2 arguments, and not 1'],
    ['x := &1', 'a.go:11:6: 1 has no address'],
    ['f(1, nil) = 2', 'a.go:11:2: f(1, nil) has not one value'],
    ['x := *1', 'a.go:11:6: 1 is int and no pointer'],
    ['if 1 < 2 {}', 'a.go:11:6: 1 < 2 is constant: compare a variable'],
    ['for {', 'a.go:11:5: a loop needs a condition: this one would never end'],
    ['x := nil', 'a.go:11:1: x := needs a value of a type: say var x and the type'],
    ['var i any = 1', 'a.go:11:13: a value of type int where any is needed'],
    ['return 1', 'a.go:11:1: the function returns 0 values, and not 1'],
    ['return\nprintln(1)', 'a.go:12:1: nothing may follow a return: it would never run'],
    ['a := [2]int{}\na[2] = 1', 'a.go:12:2: [2]int has no element 2'],
    ['s := make(int, 1)', 'a.go:11:10: make makes slices, not int'],
    ['1 + 1', 'a.go:11:3: an expression alone does nothing: call a function, or assign it'],
    ['go 1', 'a.go:11:4: go needs a call of a function'],
    ['println(any(1))', 'a.go:11:12: any(1) is any where int is needed\nwrite .(int)'],
  ])('%j is told', (text, message) => {
    expect(() => loadEscape(main(text), 'a.go')).toThrow(message);
  });

  it.each([
    ['func f() {\n}\n', 'a.go: there is no func main to begin with'],
    ['func main(x int) {\n}\n', 'a.go:1:6: func main has no parameters and no results'],
    [
      'func f() int {\n}\nfunc main() {\n}\n',
      'a.go:1:6: f has results, so it must end with a return',
    ],
    ['var g int = 1\n', 'a.go:1:11: a global is declared without a value: give it one in main'],
    ['import fmt\n', "a.go:1:1: expected 'type', 'var' or 'func', found 'import'"],
  ])('in a whole text is told: %j', (text, message) => {
    expect(() => loadEscape(text, 'a.go')).toThrow(message);
  });
});

const ON_HEAP: Placing = {
  regionOf: () => 'heap',
  isTransient: () => false,
  isCopied: () => false,
};

/** What a program prints, with all on the heap. */
function printed(...lines: readonly string[]): readonly string[] {
  return runEscape(loadEscape(main(...lines), 'a.go'), ON_HEAP).lines;
}

describe('a program', () => {
  it.each([
    ['arithmetic binds as in Go', ['x := 2', 'println(x+3*2-1, (x+3)*2)'], ['7 10', 'the end']],
    [
      'structs are copied',
      ['t := T{1, nil}', 'u := t', 'u.v = 2', 'println(t.v, u.v)'],
      ['1 2', 'the end'],
    ],
    ['pointers share', ['x := 1', 'p := &x', '*p = 5', 'println(x)'], ['5', 'the end']],
    [
      'arrays are copied, slices share',
      [
        'a := [2]int{1, 2}',
        'b := a',
        's := a[0:1]',
        's[0] = 7',
        'println(a[0], b[0], len(s), cap(s))',
      ],
      ['7 1 1 2', 'the end'],
    ],
    [
      'append shares while there is room',
      [
        's := make([]int, 1, 2)',
        't := append(s, 5)',
        'u := append(s, 6)',
        'println(t[1], u[1], len(append(u, 1)))',
      ],
      ['6 6 3', 'the end'],
    ],
    [
      'closures see what is assigned',
      ['x := 1', 'c := func() { x++ }', 'c()', 'x += 5', 'c()', 'println(x)'],
      ['8', 'the end'],
    ],
    [
      'what is deferred runs last first, and goroutines behind main',
      [
        'defer func() { println(1) }()',
        'defer func() { println(2) }()',
        'go func() { println(3) }()',
        'println(0)',
      ],
      ['0', '2', '1', '3', 'the end'],
    ],
    [
      'arguments of a deferred call are those of then',
      ['x := 1', 'defer func(n int) { println(n, x) }(x)', 'x = 2'],
      ['1 2', 'the end'],
    ],
    [
      'a range has one variable',
      ['var p *int', 'for _, v := range []int{1, 2} {', 'p = &v', '}', 'println(*p)'],
      ['2', 'the end'],
    ],
    ['two change places', ['x := 1', 'y := 2', 'x, y = y, x', 'println(x, y)'], ['2 1', 'the end']],
    [
      'an interface has a copy',
      ['t := T{1, nil}', 'i := any(t)', 't.v = 2', 'println(i.(T).v)'],
      ['1', 'the end'],
    ],
    ['a nil pointer ends it', ['println(*g)'], ['a nil pointer is followed at 11:9']],
    [
      'a wrong assertion ends it',
      ['i := any(1)', 'println(*i.(*int))'],
      ['a wrong assertion at 12:11'],
    ],
    [
      'an index out of range ends it',
      ['s := []int{1}', 'x := 1', 'println(s[x])'],
      ['index 1 of 1 at 13:11'],
    ],
    [
      'it ends at some time',
      ['x := 1', 'for x > 0 {', 'x = 1', '}'],
      ['too many statements at 13:3'],
    ],
  ])('%s', (_, lines, results) => {
    expect(printed(...lines)).toEqual(results);
  });

  it('may not call without end', () => {
    const text = 'func f(n int) {\n\tf(n)\n}\n\nfunc main() {\n\tf(1)\n}\n';
    expect(runEscape(loadEscape(text, 'a.go'), ON_HEAP).lines).toEqual(['too many calls at 1:6']);
  });
});
