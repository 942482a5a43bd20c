// Gives a form for something new an address of its own. A browser that asks for the page anew on Back asks for this one,
// and the server leads on to what was saved from it.
const key = document.querySelector("input[name=form_key]");

if (key) {
    const here = new URL(location.href);
    here.searchParams.set("form_key", key.value);
    history.replaceState(history.state, "", here);
}
