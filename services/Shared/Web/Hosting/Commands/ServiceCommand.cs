using Microsoft.Extensions.DependencyInjection;
using Oversight.Messaging;
using Oversight.Persistence;

namespace Oversight.Web;

/// <summary>
/// An operator's command: a word behind the program, e.g. <c>facts list</c>, which works on the databases of the program's modules and
/// ends. It may run beside the live service unless it says otherwise.
/// </summary>
internal abstract class ServiceCommand
{
    /// <summary>The word.</summary>
    public abstract string Name { get; }

    /// <summary>The line of help, with its arguments.</summary>
    public abstract string Usage { get; }

    /// <summary>Carries it out.</summary>
    /// <returns>Exit code: 0 done, 1 refused or something was found, 2 not understood.</returns>
    public abstract Task<int> RunAsync(CommandRun run, CancellationToken cancellation);

    /// <summary>All of them.</summary>
    public static IReadOnlyList<ServiceCommand> All { get; } =
    [
        new MigrateCommand(), new VerifyAuditCommand(), new FactsCommand(), new RebuildCopiesCommand(), new VerifyCopiesCommand(),
        new NewEpochCommand(), new KeysCommand(), new RotateKeysCommand(), new CalendarsCommand(), new AdministratorsCommand(),
    ];
}

/// <summary>What a command works with.</summary>
/// <param name="Services">Services of the built program; its host is not started.</param>
/// <param name="Modules">Modules with a database.</param>
/// <param name="Arguments">What stands behind the command's word.</param>
/// <param name="Out">Where it writes.</param>
internal sealed record CommandRun(
    IServiceProvider Services, IReadOnlyList<ModuleBuilder> Modules, IReadOnlyList<string> Arguments, TextWriter Out)
{
    /// <summary>The arguments that are neither options nor their values: <c>--name value</c>, or <c>--name=value</c>.</summary>
    /// <param name="flags">Options that have no value.</param>
    public string[] Words(params string[] flags) =>
        [
            .. Arguments.Where(
                (argument, i) => !IsOption(argument)
                    && (i == 0 || !IsOption(Arguments[i - 1]) || HasValue(Arguments[i - 1]) || flags.Contains(Arguments[i - 1])))];

    /// <summary>The value behind an option, e.g. <c>--reason</c>, or after its equals sign; null if it is not given.</summary>
    public string? Option(string name)
    {
        for (var i = 0; i < Arguments.Count; i++)
        {
            if (Arguments[i] == name && i + 1 < Arguments.Count)
            {
                return Arguments[i + 1];
            }

            if (Arguments[i].StartsWith(name + "=", StringComparison.Ordinal))
            {
                return Arguments[i][(name.Length + 1)..];
            }
        }

        return null;
    }

    /// <summary>Whether a word is given.</summary>
    public bool Has(string word) => Arguments.Contains(word);

    /// <summary>Works on the database of each module, one after the other, in a scope of its own.</summary>
    /// <returns>The greatest of the exit codes.</returns>
    public async Task<int> ForEachAsync(Func<ModuleBuilder, ServiceStore, Task<int>> work)
    {
        var code = 0;
        foreach (var module in Modules)
        {
            await using var scope = Services.CreateAsyncScope();
            scope.ServiceProvider.GetRequiredService<ActScope>().ActorId = $"operator:{Environment.UserName}";
            code = Math.Max(code, await work(module, module.Store(scope.ServiceProvider)));
        }

        return code;
    }

    private static bool HasValue(string option) => option.Contains('=', StringComparison.Ordinal);

    private static bool IsOption(string argument) => argument.StartsWith("--", StringComparison.Ordinal);
}
