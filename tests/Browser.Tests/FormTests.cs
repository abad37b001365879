using Microsoft.Playwright;
using Xunit;

namespace Oversight.Browser.Tests;

/// <summary>What every page must be: no wider than a phone, legible, hit by a thumb, readable by a screen reader (WCAG 2.2 AA).</summary>
public sealed class FormTests(PlatformInABrowser platform)
{
    private static readonly string[] Paths = [
        "/", "/?q=幼儿园", "/?q=不存在的名字", "/?q=%25", "/?status=REVOKED", "institution", "/penalties", "/inspections",
        "/exposures?division=330282", "/penalties?division=abc", "/numbers", "/about", "/account/sign-in", "/no-such-page"];

    private const string TooWide = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth";

    private const string TooSmall = """
        () => [...document.querySelectorAll('button, input:not([type=hidden]), select, summary, .button, .chip, header a, footer a')]
          .filter(e => e.offsetParent !== null && !e.classList.contains('skip'))
          .map(e => [e.outerHTML.slice(0, 80), e.getBoundingClientRect()])
          .filter(([, box]) => box.height < 44 || box.width < 24)
          .map(([html, box]) => `${html} is ${Math.round(box.width)} x ${Math.round(box.height)}`)
        """;

    private const string Unnamed = """
        () => [
          ...[...document.querySelectorAll('input:not([type=hidden]), select')].filter(e => e.labels.length === 0)
            .map(e => 'no label: ' + e.outerHTML.slice(0, 80)),
          ...[...document.querySelectorAll('a, button')].filter(e => e.innerText.trim() === '').map(e => 'no words: ' + e.outerHTML.slice(0,
            80)),
          ...[...document.querySelectorAll('img')].filter(e => !e.hasAttribute('alt')).map(e => 'no alt: ' + e.outerHTML.slice(0, 80)),
          ...[...document.querySelectorAll('[aria-describedby], [aria-labelledby]')]
            .flatMap(e => ((e.getAttribute('aria-describedby') ?? '')
            + ' ' + (e.getAttribute('aria-labelledby') ?? '')).trim().split(/\s+/))
            .filter(id => !document.getElementById(id)).map(id => 'nothing has the id ' + id),
          ...(document.querySelectorAll('h1').length === 1 ? [] : ['not exactly one h1']),
          ...(document.querySelectorAll('main').length === 1 ? [] : ['not exactly one main']),
          ...(document.title ? [] : ['no title']),
          ...[...new Set([...document.querySelectorAll('[id]')].map(e => e.id).filter((id, i, all) => all.indexOf(id) !== i))]
            .map(id => 'twice: ' + id),
        ]
        """;

    private const string TooFaint = """
        () => {
          const parse = text => { const [r, g, b, a = 1] = text.match(/[\d.]+/g).map(Number); return { r, g, b, a }; };
          const light = ({ r, g, b }) => [r, g, b].map(v => v / 255).map(v => v <= .04045 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4)
            .reduce((sum, v, i) => sum + v * [.2126, .7152, .0722][i], 0);
          const over = (top, below) => ({ r: top.r * top.a + below.r * (1 - top.a), g: top.g * top.a + below.g * (1 - top.a),
            b: top.b * top.a + below.b * (1 - top.a), a: 1 });
          const ground = e => { const layers = []; for (; e; e = e.parentElement) { const c = parse(getComputedStyle(e).backgroundColor);
            if (c.a > 0) { layers.push(c); } if (c.a === 1) { break; } }
            return layers.reverse().reduce((below, top) => over(top, below), { r: 255, g: 255, b: 255, a: 1 }); };
          return [...document.querySelectorAll('body *')]
            .filter(e => e.offsetParent !== null && [...e.childNodes].some(n => n.nodeType === 3 && n.textContent.trim()))
            .map(e => { const back = ground(e), front = over(parse(getComputedStyle(e).color), back); const [a, b] = [light(front),
              light(back)].sort((x, y) => y - x); return [e, (a + .05) / (b + .05)]; })
            .filter(([, ratio]) => ratio < 4.5)
            .map(([e, ratio]) => `${e.tagName}.${e.className} "${e.innerText.slice(0, 20)}" has ${ratio.toFixed(2)}`);
        }
        """;

    [Theory]
    [InlineData(320)]
    [InlineData(360)]
    [InlineData(1280)]
    public Task No_page_is_wider_than_its_window(int width) => OnEveryPageAsync(width, ColorScheme.Light, async page =>
        await page.EvaluateAsync<int>(TooWide) is > 0 and var pixels ? [$"{pixels} pixels too wide"] : []);

    [Fact]
    public Task Everything_can_be_hit_by_a_thumb() =>
        OnEveryPageAsync(360, ColorScheme.Light, page => page.EvaluateAsync<string[]>(TooSmall));

    [Fact]
    public Task Everything_has_a_name_for_a_screen_reader() =>
        OnEveryPageAsync(1280, ColorScheme.Light, page => page.EvaluateAsync<string[]>(Unnamed));

    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public Task Every_text_stands_out_from_its_ground(ColorScheme scheme) =>
        OnEveryPageAsync(1280, scheme, page => page.EvaluateAsync<string[]>(TooFaint));

    [Fact]
    public async Task The_measures_see_a_page_that_breaks_them()
    {
        await using var reader = await platform.OpenAsync();
        await reader.Page.SetContentAsync("""
            <body><p style="width:900px;color:#aaa;background:#fff">faint and wide</p><input><button style="height:10px"></button></body>
            """);

        Assert.True(await reader.Page.EvaluateAsync<int>(TooWide) > 0);
        Assert.Equal(2, (await reader.Page.EvaluateAsync<string[]>(TooSmall)).Length);
        Assert.Equal(
            ["no label", "no words", "not exactly one h1", "not exactly one main", "no title"],
            (await reader.Page.EvaluateAsync<string[]>(Unnamed)).Select(fault => fault.Split(':')[0]));
        Assert.Single(await reader.Page.EvaluateAsync<string[]>(TooFaint));
    }

    private async Task OnEveryPageAsync(int width, ColorScheme scheme, Func<IPage, Task<string[]>> faults)
    {
        var found = new List<string>();
        foreach (var language in new[] { "zh-CN", "en" })
        {
            await using var reader = await platform.OpenAsync(width, language, scheme: scheme);
            foreach (var path in Paths)
            {
                if (path == "institution")
                {
                    await reader.Page.GotoAsync("/?status=EXPIRED");
                    await reader.Page.Locator(".result h3 a").First.ClickAsync();
                }
                else
                {
                    await reader.Page.GotoAsync(path);
                }

                found.AddRange((await faults(reader.Page)).Select(fault => $"{language} {path}: {fault}"));
            }

            found.AddRange(reader.Complaints);
        }

        Assert.Equal([], found);
    }
}
