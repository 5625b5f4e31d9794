/**
 * The switch in one piece: {@link io.weft.vswitch.VirtualSwitch} is what the command line and the API call,
 * {@link io.weft.vswitch.SwitchContext} says how it runs.
 *
 * <pre>
 *    callers (any thread, blocking with a deadline)
 *        |  VirtualSwitch
 *        v
 *    conductor ---> revalidator ---> PMD 0..n-1        each an Agent: a thread of its own (DEDICATED),
 *    config, ports  megaflow         packets           or all on the caller's, by step() (INVOKER)
 *    flow tables    validity, MACs
 * </pre>
 *
 * {@code VirtualSwitch} is bridges, flows and packets; what is asked apart from these is in a class of its own: {@link io.weft.vswitch.MacAddresses},
 * {@link io.weft.vswitch.PmdThreads}, {@link io.weft.vswitch.Connections}, {@link io.weft.vswitch.WaitingFragments}. {@code Requests} asks the agents and waits.
 *
 * <p>The packages below: {@code packet} and {@code port} (memory and drivers), {@code bridge} and {@code mac} (what translation sees),
 * {@code translate} (tables to programs), {@code program} (programs and rewriting), {@code datapath} (the PMD), {@code revalidate},
 * {@code conductor}, {@code counters}.
 */
package io.weft.vswitch;
