/**
 * JMH benchmarks of the parts of the datapath, in bursts as the datapath uses them. Time is per packet (one operation is one packet); the
 * profiler {@code gc} must show 0 B/op but for {@link io.weft.perf.micro.TranslationBenchmark}, whose result is a new program, and {@link
 * io.weft.perf.micro.MissBenchmark}, which keeps megaflows.
 *
 * <pre>
 *   frame --KeyExtraction--&gt; key + hash --SignatureLookup--&gt; [miss] --MegaflowLookup--&gt; [miss] --Translation (ClassifierLookup x tables)
 * </pre>
 *
 * Start with {@code weft bench micro --quick}. Threads: JMH's.
 */
package io.weft.perf.micro;
