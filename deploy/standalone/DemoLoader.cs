using System.Text.Json;
using Oversight.Walkthrough;

namespace Oversight.Standalone;

/// <summary>Loads the demo data as a department would: departments and officers by the identity API, the register by import.</summary>
internal sealed class DemoLoader(PlatformClient platform, PlatformClient second, FirstAccounts accounts, TextWriter output)
{
    /// <summary>
    /// Where institutions get a past, and how many: a tenth of the register. The walkthrough needs some in Cixi that have none.
    /// </summary>
    private static readonly (string Division, int Number)[] Remembered = [(Cast.Division, 160), (Cast.Neighbour, 40)];

    private static readonly string[] Specialties = ["校外培训"];
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "demo");

    /// <summary>Loads everything; after a kill in the middle it goes on where it was.</summary>
    public async Task LoadAsync()
    {
        await output.WriteLineAsync("First start: loading the demo data (fictitious institutions in Ningbo) …");
        foreach (var department in Read("departments.json"))
        {
            var name = department.GetProperty("name");
            await accounts.CreateDepartmentAsync(
                Text(department, "code"), Text(department, "division"), Text(name, "zh"), Text(name, "en"));
        }

        foreach (var officer in Read("officers.json"))
        {
            var roles = officer.GetProperty("roles").EnumerateArray().Select(r => r.GetString()!).ToList();
            var id = await accounts.CreateAccountAsync(
                Text(officer, "userName"), Text(officer, "displayName"), Text(officer, "dept"), Text(officer, "division"), roles);
            if (roles.Contains("inspector"))
            {
                await CertifyAsync(officer, id);
            }
        }

        foreach (var client in Read("clients.json"))
        {
            await accounts.CreateClientAsync(
                Text(client, "clientId"), Text(client.GetProperty("name"), "zh"), Text(client, "dept"), Text(client, "division"));
        }

        await ImportAsync();
        await RememberAsync();
    }

    // An inspector acts by certificate (行政处罚法 第四十二条、第五十五条).
    private async Task CertifyAsync(JsonElement officer, string account)
    {
        var today = Cast.Today;
        await platform.PostAsync("api/inspection/v1/officers", new
        {
            certificateNumber = $"浙B{Text(officer, "division")}{Text(officer, "userName").Split('.')[0].ToUpperInvariant()}"
                + Text(officer, "dept")[..1].ToUpperInvariant(),
            name = Text(officer, "displayName"), department = Text(officer, "dept"), division = Text(officer, "division"),
            validFrom = new DateOnly(today.Year - 1, 1, 1), validTo = new DateOnly(today.Year + 3, 12, 31), specialties = Specialties,
            accountId = account,
        });
    }

    // What an earlier start had done of it is not done again.
    private async Task RememberAsync()
    {
        using var administrators = new Administrators(platform.AsApi(), second.AsApi());
        using var everybody = new Api(platform.Address);
        var (done, all) =
            ((await everybody.GetAsync("api/disclosure/v1/statistics", CancellationToken.None)).Body.GetProperty("inspections").GetInt32(),
                Remembered.Sum(r => r.Number));
        var before = 0;
        foreach (var (division, number) in Remembered)
        {
            var known = Math.Clamp(done - before, 0, number);
            before += number;
            if (known == number)
            {
                continue;
            }

            var cast = await Cast.GatherAsync(platform.Address, administrators, CancellationToken.None, division);
            var institutions = (await cast.InOperationAsync(number, TimeSpan.FromMinutes(2), CancellationToken.None))[known..number];
            var earlier = before - number + known;
            await new History(cast)
                .MakeAsync(
                    institutions, made => output.Write($"\r  history: {earlier + made} of {all} institutions inspected "),
                    CancellationToken.None);
            await cast.DismissAsync(CancellationToken.None);
        }

        await output.WriteLineAsync();
    }

    private async Task ImportAsync()
    {
        var file = await File.ReadAllBytesAsync(Path.Combine(Folder, "register.csv"));
        var import = await platform.PostFileAsync("api/registry/v1/imports?onFault=skip", file, "text/csv");
        var path = $"api/registry/v1/imports/{Text(import, "id")}";
        for (var wait = TimeSpan.FromMilliseconds(50); Text(import, "state") is "waiting" or "checking" or "applying";
        wait = TimeSpan.FromMilliseconds(200))
        {
            await output.WriteAsync(
                $"\r  register: {import.GetProperty("rowsChecked").GetInt64()} rows checked, "
                    + $"{import.GetProperty("rowsApplied").GetInt64()} applied ");
            await Task.Delay(wait);
            import = await platform.GetAsync(path);
        }

        await output.WriteLineAsync(
            $"\r  register: {import.GetProperty("created").GetInt64()} institutions entered, {import.GetProperty("refused").GetInt64()} "
                + $"rows refused (wrong on purpose), {Text(import, "state")}");
    }

    private static List<JsonElement> Read(string name) =>
        [.. JsonSerializer.Deserialize<JsonElement>(File.ReadAllText(Path.Combine(Folder, name))).EnumerateArray()];

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!;
}
