/**
 * What a measurement leaves behind: {@link io.weft.perf.report.Rounds} of one figure, printed with their spread, and a
 * {@link io.weft.perf.report.Report} that can be kept as a baseline with the circumstances it was made in. Threads: the caller's.
 */
package io.weft.perf.report;
