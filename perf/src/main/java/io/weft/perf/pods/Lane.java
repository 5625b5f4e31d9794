package io.weft.perf.pods;

import io.weft.cli.verb.RefusedException;
import java.util.ArrayList;
import java.util.List;

/**
 * One way from pod to pod: a switch and its {@link Lab}. {@link #start} makes it work and leaves it paused; {@link #close} ends what was
 * started, whatever state it is in.
 */
abstract class Lane implements AutoCloseable {
    /** Long enough for a JVM on a busy machine. */
    static final int START_SECONDS = 30;

    private final String name;
    private final Lab lab = new Lab();
    private final List<ProcessHandle> processes = new ArrayList<>();
    private boolean closed;

    Lane(String name) {
        this.name = name;
    }

    String name() {
        return name;
    }

    Lab lab() {
        return lab;
    }

    /** Starts the switch and connects both pods. */
    abstract void start();

    /** A process that belongs to this lane's switch, to be paused, resumed and ended with it. */
    void own(ProcessHandle process) {
        processes.add(process);
    }

    /** Starts the switch, and waits until the pods reach each other. */
    void startAndConnect() {
        start();
        if (!lab.isConnected(START_SECONDS)) {
            throw new RefusedException(name + ": the pods do not reach each other; logs are in " + lab.directory()
                    + " while this runs: " + diagnosis());
        }
        pause();
    }

    /** What the switch says about itself, for the sentence when something fails. */
    abstract String diagnosis();

    void pause() {
        signal("-STOP");
    }

    /** Lets the switch go on, and waits until it forwards. */
    void resume() {
        signal("-CONT");
        if (!lab.isConnected(START_SECONDS)) {
            throw new RefusedException(name + ": the pods do not reach each other any more: " + diagnosis());
        }
    }

    private void signal(String signal) {
        for (ProcessHandle process : processes) {
            Commands.must("kill", signal, Long.toString(process.pid()));
        }
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        for (ProcessHandle process : processes.reversed()) {
            if (process.isAlive()) {
                Commands.run(5, java.util.Map.of(), "kill", "-CONT", Long.toString(process.pid()));
                process.destroy();
            }
        }
        long deadlineNs = System.nanoTime() + 10_000_000_000L;
        for (ProcessHandle process : processes) {
            while (process.isAlive() && System.nanoTime() - deadlineNs < 0) {
                Thread.onSpinWait();
            }
            process.destroyForcibly();
        }
        lab.close();
    }
}
