using System.Runtime.InteropServices;
using Oversight.Persistence;
using Oversight.Persistence.PersonalData;

namespace Oversight.Web;

/// <summary>Shows the keys of each service in the program, or declares one lost.</summary>
internal sealed class KeysCommand : ServiceCommand
{
    public override string Name => "keys";

    public override string Usage => """
        keys                                  every key, and how much is encrypted with it
        keys lost <id> --reason "…"           give up a key that nobody has any more
        """;

    public override async Task<int> RunAsync(CommandRun run, CancellationToken cancellation)
    {
        switch (run.Words(), run.Option("--reason"))
        {
            case ([], _):
                return await KeyWork.RunAsync(run, (rotator, stop) => rotator.ListAsync(run.Out, stop), cancellation);
            case (["lost", var id], { Length: > 0 } reason):
                return await KeyWork.RunAsync(run, (rotator, stop) => rotator.DeclareLostAsync(id, reason, run.Out, stop), cancellation);
            default:
                await Console.Error.WriteLineAsync(Usage);
                return 2;
        }
    }
}

/// <summary>
/// Makes new keys current and encrypts everything with them, beside the live service. Stopped or killed, the same command goes on where it
/// was.
/// </summary>
internal sealed class RotateKeysCommand : ServiceCommand
{
    public override string Name => "rotate-keys";

    public override string Usage => """
        rotate-keys                           encrypt everything with a new key
        rotate-keys fingerprints              make new hashes with a new key
        """;

    public override async Task<int> RunAsync(CommandRun run, CancellationToken cancellation)
    {
        switch (run.Words())
        {
            case []:
                return await KeyWork.RunAsync(run, (rotator, stop) => rotator.RotateAsync(run.Out, stop), cancellation);
            case ["fingerprints"]:
                return await KeyWork.RunAsync(run, (rotator, stop) => rotator.RotateFingerprintsAsync(run.Out, stop), cancellation);
            default:
                await Console.Error.WriteLineAsync(Usage);
                return 2;
        }
    }
}

/// <summary>Works on the keys of one module after the other, until it is told to stop (Ctrl+C, SIGTERM).</summary>
internal static class KeyWork
{
    private const string Again = "The same command goes on where it was.";

    public static async Task<int> RunAsync(
        CommandRun run, Func<KeyRotator, CancellationToken, Task<bool>> work, CancellationToken cancellation)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        var isWell = true;
        foreach (var module in run.Modules)
        {
            if (module.Keys?.Invoke(run.Services) is not { Rotator: var rotator })
            {
                continue;
            }

            try
            {
                isWell &= await work(rotator, stop.Token);
            }
            catch (OperationCanceledException e)
            {
                await Console.Error.WriteLineAsync($"{module.Name}: stopped. {(stop.IsCancellationRequested ? Again : e.Message)}");
                return 1;
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException || DatabaseErrors.IsInfrastructure(e))
            {
                await Console.Error.WriteLineAsync($"{module.Name}: {e.Message} {Again}");
                return 1;
            }
        }

        return isWell ? 0 : 1;

        void Stop(PosixSignalContext signal)
        {
            signal.Cancel = true;
            stop.Cancel();
        }
    }
}
