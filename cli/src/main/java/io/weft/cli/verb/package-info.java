/**
 * What the operator verbs share: where the switch is ({@link io.weft.cli.verb.RunDirectory}), how words become a command of a family
 * ({@link io.weft.cli.verb.CommandFamily}), how a refusal is told ({@link io.weft.cli.verb.Refusal}) and how columns line up
 * ({@link io.weft.cli.verb.TextTable}).
 *
 * <pre>
 *   weft ofctl --run-dir D --strict del-flows br0 ip
 *        |     `---------+--------'     |       `--+-'
 *        |        options of the family |        words, counted against Syntax.arguments
 *     family                     Syntax.name -> one class
 * </pre>
 *
 * The grammar is that of the OVS tools: options before or among the words, one table of commands per family. Picocli reads the options
 * and nothing below them, so a verb has one command model to build, whatever the number of its commands. Threads: the caller's.
 */
package io.weft.cli.verb;
