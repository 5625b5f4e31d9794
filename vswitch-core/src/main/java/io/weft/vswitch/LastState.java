package io.weft.vswitch;

import io.weft.vswitch.conductor.SwitchConfig;
import io.weft.vswitch.state.DamagedStateException;
import io.weft.vswitch.state.SavedState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;

/** What the process before left in the run directory, besides its connections, and how a switch begins with it. Any thread. */
final class LastState {
    private static final System.Logger LOG = System.getLogger(LastState.class.getName());

    private final SwitchContext context;
    private final SwitchAgents agents;
    private final Path file;

    LastState(SwitchContext context, SwitchAgents agents) {
        this.context = context;
        this.agents = agents;
        file = context.runDirectory().resolve(SavedState.FILE);
    }

    /** What it left; nothing when that cannot be used, which is told and set aside. */
    SavedState read() {
        try {
            return context.keepsState() ? SavedState.read(file, context.clock(), context.wallClock()) : SavedState.NONE;
        } catch (IOException e) {
            setAside("cannot be read: " + e.getMessage());
        } catch (DamagedStateException e) {
            setAside(e.getMessage());
        }
        return SavedState.NONE;
    }

    CompletableFuture<SwitchConfig> restore(SwitchConfig config, SavedState saved) {
        agents.connections.limits(saved.limits());
        return agents.conductor
                .proxy()
                .request(conductor -> conductor.restore(config, saved, agents.connections::restore, this::refused));
    }

    private void refused(String bridge, String fault) {
        setAside("has something of bridge " + bridge + " that is refused: " + fault);
    }

    private void setAside(String fault) {
        try {
            LOG.log(System.Logger.Level.WARNING, SavedState.setAside(file, fault));
        } catch (IOException e) {
            LOG.log(System.Logger.Level.ERROR, "state " + file + " " + fault + ", and cannot be renamed: " + e);
        }
    }

    void forget() throws IOException {
        agents.connections.forget();
        Files.deleteIfExists(file);
    }

    /** From now on the file is overwritten. */
    void keep() {
        if (agents.keeper != null) {
            agents.keeper.begin();
        }
    }
}
