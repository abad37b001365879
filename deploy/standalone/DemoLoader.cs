using System.Text.Json;

namespace Oversight.Standalone;

/// <summary>Loads the demo data as a department would: departments and officers by the identity API, the register by import.</summary>
internal sealed class DemoLoader(PlatformClient platform, FirstAccounts accounts, TextWriter output)
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "demo");

    /// <summary>Loads everything; after a kill in the middle it goes on where it was.</summary>
    public async Task LoadAsync()
    {
        await output.WriteLineAsync("First start: loading the demo data (fictitious institutions in Ningbo) …");
        foreach (var department in Read("departments.json"))
        {
            var name = department.GetProperty("name");
            await accounts.CreateDepartmentAsync(Text(department, "code"), Text(department, "division"), Text(name, "zh"), Text(name, "en"));
        }

        foreach (var officer in Read("officers.json"))
        {
            var roles = officer.GetProperty("roles").EnumerateArray().Select(r => r.GetString()!).ToList();
            await accounts.CreateAccountAsync(Text(officer, "userName"), Text(officer, "displayName"), Text(officer, "dept"), Text(officer, "division"), roles);
        }

        foreach (var client in Read("clients.json"))
        {
            await accounts.CreateClientAsync(Text(client, "clientId"), Text(client.GetProperty("name"), "zh"), Text(client, "dept"), Text(client, "division"));
        }

        await ImportAsync();
    }

    private async Task ImportAsync()
    {
        var file = await File.ReadAllBytesAsync(Path.Combine(Folder, "register.csv"));
        var import = await platform.PostFileAsync("api/registry/v1/imports?onFault=skip", file, "text/csv");
        var path = $"api/registry/v1/imports/{Text(import, "id")}";
        for (var wait = TimeSpan.FromMilliseconds(50); Text(import, "state") is "waiting" or "checking" or "applying"; wait = TimeSpan.FromMilliseconds(200))
        {
            await output.WriteAsync($"\r  register: {import.GetProperty("rowsChecked").GetInt64()} rows checked, {import.GetProperty("rowsApplied").GetInt64()} applied ");
            await Task.Delay(wait);
            import = await platform.GetAsync(path);
        }

        await output.WriteLineAsync($"\r  register: {import.GetProperty("created").GetInt64()} institutions entered, {import.GetProperty("refused").GetInt64()} rows refused (wrong on purpose), {Text(import, "state")}");
    }

    private static List<JsonElement> Read(string name) => [.. JsonSerializer.Deserialize<JsonElement>(File.ReadAllText(Path.Combine(Folder, name))).EnumerateArray()];

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!;
}
