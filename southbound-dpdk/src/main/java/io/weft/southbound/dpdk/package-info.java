/**
 * Ports over DPDK: network cards and virtual devices, polled, without the kernel, without a line of C.
 *
 * <pre>
 *   DpdkDriver --&gt; Eal (started once: DpdkLibrary, EalArguments, EalLog, AbiCheck)
 *        '-------&gt; DpdkPort --&gt; RunningDevice --&gt; EthDevice          cold: calls by name (NativeCalls)
 *                                  |
 *             rx burst function  --+--&gt; DpdkRxQueue --&gt; packets     hot: one call a burst (BurstCalls), through the
 *             tx burst function &lt;--+--- DpdkTxQueue &lt;-- packets          pointers in rte_eth_fp_ops
 *                                  |
 *   DPDK's memory pool  &lt;--&gt; MbufCache (one thread's) &lt;--&gt; FrameCache of the same thread, in plain Java
 * </pre>
 *
 * <p><b>Nothing is copied.</b> DPDK describes a packet by a mbuf, 128 bytes anywhere, that points to a buffer. {@link io.weft.southbound.dpdk.MbufPool} makes one mbuf
 * for each frame of the switch's packet memory, in memory of ours, points it to that frame for ever and gives the whole to DPDK as a memory
 * pool. A packet received here leaves through AF_XDP where it lies, and one that AF_XDP received leaves here so. The pool lends DPDK only the frames
 * it receives into.
 *
 * <p><b>Inline functions.</b> Much of DPDK's fast path ({@code rte_eth_rx_burst}, {@code rte_pktmbuf_alloc}, the caches of a memory pool) exists only in its headers.
 * It is written here again, over the structures themselves, whose layouts are tables by version ({@link io.weft.southbound.dpdk.DpdkAbi}) and are compared with the running
 * libraries before the first packet ({@link io.weft.southbound.dpdk.AbiCheck}). Receive and transmit callbacks of other DPDK code in the process (packet capture) are not run.
 *
 * <p><b>Checksums.</b> What arrives is taken as it is. A partial checksum of a packet from a TAP or AF_XDP port is finished by the device where it can, else in software
 * ({@link io.weft.southbound.dpdk.MbufChecksum}). Segments of 64 KiB are cut by {@link io.weft.southbound.offload.Segmenter}, never by the device.
 *
 * <p>Threads: the conductor owns {@link io.weft.southbound.dpdk.DpdkPort} and all cold calls; a queue belongs to the agent that runs it, and its {@link io.weft.southbound.dpdk.MbufCache} finds the
 * cache of the thread it runs on ({@link io.weft.southbound.dpdk.Lane}). DPDK's own threads only wait. Start at {@link io.weft.southbound.dpdk.MbufPool}.
 */
package io.weft.southbound.dpdk;
