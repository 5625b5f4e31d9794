/**
 * {@code weft top}: what a running switch does now, again and again.
 *
 * <pre>
 *   SwitchClient --TopSource--&gt; TopSample --two of them--&gt; TopRates --TopPage--&gt; lines --TopScreen--&gt; terminal
 *     (the API)                 (totals)                  (a second)      |                |  keys, size
 *                                                            |            +--&gt; standard output (batch)
 *                                                            +--TopJson--&gt; standard output
 * </pre>
 *
 * The switch gives totals and is not asked to do anything for it but what is cheap whatever there is of flows and connections; what is not (TCP
 * states: a look at each connection) is asked for in at most a twentieth of the time. A page is made for a width: columns that do not fit are left
 * out, the least important first ({@link io.weft.cli.top.RateTable}).
 *
 * <p>Threads: the caller's; one more reads keys. A shutdown hook gives the terminal back. Start at {@link io.weft.cli.top.TopVerb}.
 */
package io.weft.cli.top;
