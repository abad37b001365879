using System.Reflection;
using System.Text.Encodings.Web;
using System.Text.Unicode;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Oversight.Pages;

/// <summary>How a service brings its pages: register, add its texts, map the assets, map the pages in a group.</summary>
public static class PagesModule
{
    /// <summary>
    /// Registers what pages need: rendering of Razor components to plain HTML, an encoder that leaves Chinese as it is, the
    /// texts and the assets. Any number of modules of one process may call it.
    /// </summary>
    /// <param name="services">The services of the process.</param>
    /// <param name="texts">Assemblies with <c>*.texts.json</c> resources; those of earlier calls stay.</param>
    public static IServiceCollection AddOversightPages(this IServiceCollection services, params Assembly[] texts)
    {
        foreach (var assembly in texts.Prepend(typeof(PagesModule).Assembly))
        {
            if (!services.Any(service => ReferenceEquals((service.ImplementationInstance as TextSource)?.Assembly, assembly)))
            {
                services.AddSingleton(new TextSource(assembly));
            }
        }

        if (services.Any(service => service.ServiceType == typeof(SiteAssets)))
        {
            return services;
        }

        services.AddRazorComponents();
        services.AddHttpContextAccessor();
        services.AddOptions<SiteSettings>().BindConfiguration(SiteSettings.Section);

        // The default encoder turns every Chinese character into &#x…;, four times the bytes and unreadable at the source.
        services.Replace(ServiceDescriptor.Singleton(HtmlEncoder.Create(UnicodeRanges.All)));
        services.AddSingleton<SiteAssets>();
        services.AddSingleton(provider => new TextLibrary(provider.GetServices<TextSource>().Select(source => source.Assembly)));
        services.AddScoped<Texts>();
        services.AddSingleton<IProblemDetailsWriter, PageProblemWriter>();
        return services;
    }

    /// <summary>Serves the style sheet and pictures under <c>/assets</c>. Further calls in the same process do nothing.</summary>
    public static IEndpointRouteBuilder MapOversightAssets(this IEndpointRouteBuilder endpoints)
    {
        var assets = endpoints.ServiceProvider.GetRequiredService<SiteAssets>();
        if (assets.IsFirstToMap())
        {
            endpoints.MapMethods(
                "/assets/{hash:length(16)}/{name}", [HttpMethods.Get, HttpMethods.Head],
                (string hash, string name, HttpContext http) => assets.Serve(hash, name, http))
                .WithName("PageAsset")
                .WithSummary("Style sheets and pictures of the pages")
                .AllowAnonymous()
                .ExcludeFromDescription();
        }

        return endpoints;
    }

    /// <summary>
    /// A group for the pages of a service: they are open to everyone unless said otherwise, not part of the API description,
    /// remember the language that their address names, and are not kept by shared caches.
    /// </summary>
    public static RouteGroupBuilder MapPages(this IEndpointRouteBuilder endpoints)
    {
        var pages = endpoints.MapGroup(string.Empty).ExcludeFromDescription();
        pages.AddEndpointFilter((context, next) =>
        {
            LanguageChoice.Remember(context.HttpContext);
            context.HttpContext.Response.Headers.CacheControl = "private, no-cache";
            return next(context);
        });
        return pages;
    }
}

/// <summary>An assembly that brings texts.</summary>
internal sealed record TextSource(Assembly Assembly);
