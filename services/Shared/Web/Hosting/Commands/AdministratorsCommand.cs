using Microsoft.Extensions.DependencyInjection;
using Oversight.Persistence;

namespace Oversight.Web;

/// <summary>
/// Adds an administrator from the host. Rights are given by two administrators; where one is left, or none can sign in, whoever runs the
/// server makes another one, on record.
/// </summary>
internal sealed class AdministratorsCommand : ServiceCommand
{
    public override string Name => "administrators";

    public override string Usage => """
        administrators add <user-name> <division> --reason "…" [--department education]
                                              another administrator, on record; prints a password for one sign-in
        """;

    public override async Task<int> RunAsync(CommandRun run, CancellationToken cancellation)
    {
        if (run.Words() is not ["add", var userName, var division] || run.Option("--reason") is not { } reason)
        {
            await Console.Error.WriteLineAsync(Usage);
            return 2;
        }

        await using var scope = run.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<ActScope>().ActorId = $"operator:{Environment.UserName}";
        if (scope.ServiceProvider.GetService<IAdministrators>() is not { } administrators)
        {
            await Console.Error.WriteLineAsync("This program keeps no accounts: run the command on the identity service.");
            return 1;
        }

        var added = await administrators.AddAsync(
            new NewAdministrator(userName, run.Option("--department") ?? "education", division, reason), cancellation);
        if (added.IsRefused)
        {
            await Console.Error.WriteLineAsync(added.Error.Message);
            return 1;
        }

        await run.Out.WriteLineAsync($"{userName}  {added.Value}  (good for one sign-in)");
        return 0;
    }
}
