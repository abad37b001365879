using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Playwright;
using Oversight.Standalone;
using Oversight.Testing;
using Xunit;

[assembly: AssemblyFixture(typeof(Oversight.Browser.Tests.PlatformInABrowser))]

namespace Oversight.Browser.Tests;

/// <summary>The whole platform with its demo data in this process, and a real Chromium in front of it.</summary>
public sealed class PlatformInABrowser : IAsyncLifetime
{
    private static readonly string[] Programs = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
    private DataFolder? _data;
    private StandalonePlatform? _platform;
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    /// <summary>Where the gateway listens.</summary>
    public Uri Address => _platform!.Address;

    /// <summary>The file of the accounts that the first start made, with their one-time passwords.</summary>
    public string Accounts => Path.Combine(_data!.Path, "first-accounts.txt");

    private static string? Chromium { get; } = (Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(Path.PathSeparator)
        .Append("/usr/bin")
            .SelectMany(folder => Programs.Select(program => Path.Combine(folder, program))).FirstOrDefault(File.Exists);

    public async ValueTask InitializeAsync()
    {
        if (Chromium is null)
        {
            return;
        }

        _data = DataFolder.Take(RunFolder.New("browser"));
        var options = new StandaloneOptions(
            0, _data.Path, Demo: true,
            ["--Oversight:Site:CityName:Zh=宁波市", "--Oversight:Site:CityName:En=Ningbo", "--Logging:LogLevel:Default=Error"]);
        var start = FirstStart.Read(_data, options).Start!;
        _platform = await StandalonePlatform.StartAsync(options, _data, start.Settings, CancellationToken.None);
        await start.CompleteAsync(_platform.Address, TextWriter.Null);
        await EverythingIsPublishedAsync(_platform.Address);
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = Chromium,
            Args = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"],
        });
    }

    /// <summary>
    /// A fresh page, as a reader with a new browser has it. What the browser complains about (blocked by policy, not loaded, faults) fails
    /// the test at its end.
    /// </summary>
    /// <param name="width">Width of the window in CSS pixels; 360 is a small phone.</param>
    /// <param name="language">Language of the browser.</param>
    /// <param name="scripts">Whether the browser runs scripts.</param>
    /// <param name="scheme">Light or dark.</param>
    public async Task<ReaderPage> OpenAsync(
        int width = 360, string language = "zh-CN", bool scripts = true, ColorScheme scheme = ColorScheme.Light)
    {
        Assert.SkipWhen(Chromium is null, "No Chromium: install chromium.");
        var context = await _browser!.NewContextAsync(new BrowserNewContextOptions
        {
            BaseURL = Address.ToString(),
            ViewportSize = new ViewportSize { Width = width, Height = 740 },
            Locale = language,
            JavaScriptEnabled = scripts,
            ColorScheme = scheme,
        });
        context.SetDefaultTimeout(30_000);
        return new ReaderPage(context, await context.NewPageAsync());
    }

    // The register is loaded, but its facts may still be on their way: a page that was read meanwhile would lack a district for a while.
    private static async Task EverythingIsPublishedAsync(Uri address)
    {
        var expected = JsonSerializer.Deserialize<JsonElement>(
            await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "demo", "register.expected.json")));
        var publishable = expected.GetProperty("accepted").GetInt32() - expected.GetProperty("acceptedByType").GetProperty("X2").GetInt32();
        using var http = new HttpClient { BaseAddress = address };
        await Eventually.BecomesTrueAsync(
            async () => (await http.GetFromJsonAsync<JsonElement>("/api/disclosure/v1/statistics")).GetProperty("institutions")
                .GetInt32() == publishable,
            TimeSpan.FromMinutes(3), $"{publishable} institutions of the demo are published");
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }

        _playwright?.Dispose();
        if (_platform is not null)
        {
            await _platform.DisposeAsync();
        }

        _data?.Dispose();
    }
}

/// <summary>A page of one reader.</summary>
public sealed class ReaderPage : IAsyncDisposable
{
    private readonly IBrowserContext _context;
    private readonly List<string> _complaints = [];

    internal ReaderPage(IBrowserContext context, IPage page)
    {
        (_context, Page) = (context, page);
        page.Console += (_, message) =>
        {
            // A refused request (400, 404) is logged by the browser too; the tests ask for it on purpose.
            if (message.Type is "error" or "warning" && !message.Text.Contains("status of 4", StringComparison.Ordinal))
            {
                _complaints.Add(message.Text);
            }
        };
        page.RequestFailed += (_, request) => _complaints.Add($"{request.Url} failed: {request.Failure}");
        page.PageError += (_, fault) => _complaints.Add(fault);
    }

    public IPage Page { get; }

    /// <summary>What the browser complained about so far.</summary>
    public IReadOnlyList<string> Complaints => _complaints;

    public async ValueTask DisposeAsync() => await _context.DisposeAsync();
}
